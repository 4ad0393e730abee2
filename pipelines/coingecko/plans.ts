/** CoinGecko's plans: https://docs.coingecko.com/reference/authentication and /reference/common-errors-rate-limit. */
export const planNames = ["public", "demo", "pro"] as const;
export type PlanName = (typeof planNames)[number];

export interface Plan {
  readonly baseUrl: string;
  /** The request header that carries the key; none without a key. */
  readonly keyHeader?: string;
  /** Calls in any 60 seconds, by default: below what the plan allows, as others may share the key. */
  readonly requestsPerMinute: number;
  /** Calls of one run, by default: a day's share of the plan's month. */
  readonly maxRequests: number;
  /** How many coins' details a run of asset-dim refreshes, by default. */
  readonly detailRequests: number;
}

export const plans: Readonly<Record<PlanName, Plan>> = {
  public: {
    baseUrl: "https://api.coingecko.com/api/v3",
    requestsPerMinute: 10,
    maxRequests: 300,
    detailRequests: 30,
  },
  demo: {
    baseUrl: "https://api.coingecko.com/api/v3",
    keyHeader: "x-cg-demo-api-key",
    requestsPerMinute: 30,
    maxRequests: 300,
    detailRequests: 100,
  },
  pro: {
    baseUrl: "https://pro-api.coingecko.com/api/v3",
    keyHeader: "x-cg-pro-api-key",
    requestsPerMinute: 500,
    maxRequests: 5_000,
    detailRequests: 1_000,
  },
};
