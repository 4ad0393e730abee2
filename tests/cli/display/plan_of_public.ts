import type { CommandPlan } from "../../../pipelines/run/command_plan";

/** The plan of a command that asks CoinGecko without a key, for all coins. */
export const planOfPublic = {
  source: "public",
  coins: { kind: "all" },
  requestsPerMinute: 10,
  maxRequests: 300,
  output: "./out",
} as const satisfies Partial<CommandPlan>;
