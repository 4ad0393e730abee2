import { planNames, plans, type Plan } from "../coingecko/plans";

/** A default that follows the plan, for help: `public 10, demo 30, pro 500`. */
export function byPlan(
  setting: keyof Pick<Plan, "requestsPerMinute" | "maxRequests" | "detailRequests">,
): string {
  return planNames.map((name) => `${name} ${plans[name][setting]}`).join(", ");
}
