import { statusAnswer, type Answer } from "../answers/answer";
import type { ApiKey } from "./api_key";

const defaultRequestsPerMinute = 500;
const monthlyCredit = 500_000;

/**
 * /key: plan, limits and use of a key of the pro plan; other plans are refused.
 * @param calls answered successfully so far.
 */
export function apiUsageAnswer(
  apiKey: ApiKey | undefined,
  requestsPerMinute: number | undefined,
  calls: number,
): Answer {
  if (apiKey?.header !== "x-cg-pro-api-key") {
    return statusAnswer(401, 10005, "This request is limited to Pro API subscribers.");
  }
  const usage = {
    plan: "Analyst",
    rate_limit_request_per_minute: requestsPerMinute ?? defaultRequestsPerMinute,
    monthly_call_credit: monthlyCredit,
    current_total_monthly_calls: calls,
    current_remaining_monthly_calls: Math.max(0, monthlyCredit - calls),
  };
  return { status: 200, body: JSON.stringify(usage) };
}
