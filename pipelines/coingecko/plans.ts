/**
 * CoinGecko's plans: https://docs.coingecko.com/reference/authentication and
 * https://docs.coingecko.com/docs/errors-and-rate-limits.
 */
export const planNames = ["public", "demo", "pro"] as const;
export type PlanName = (typeof planNames)[number];

export interface Plan {
  readonly baseUrl: string;
  /** The request header that carries the key; none without a key. */
  readonly keyHeader?: string;
  /** Calls in any 60 seconds, by default: the lowest limit that is documented for the plan. */
  readonly requestsPerMinute: number;
  /**
   * Calls of one run, by default: a day's share of the plan's month, where every call counts. On Demo
   * only an answer with status 200 costs a credit
   * (https://docs.coingecko.com/demo/reference/authentication), so that a month lasts longer than that.
   */
  readonly maxRequests: number;
  /** How many coins' details a run of asset-dim refreshes, by default. */
  readonly detailRequests: number;
  /** How many days back market charts reach: what CoinGecko refuses beyond it has code 10012; null: all. */
  readonly historyDays: number | null;
}

export const plans: Readonly<Record<PlanName, Plan>> = {
  public: {
    baseUrl: "https://api.coingecko.com/api/v3",
    requestsPerMinute: 10,
    maxRequests: 300,
    detailRequests: 30,
    historyDays: 365,
  },
  demo: {
    baseUrl: "https://api.coingecko.com/api/v3",
    keyHeader: "x-cg-demo-api-key",
    // Today's page has 100 a minute, older and localised pricing pages 30.
    requestsPerMinute: 30,
    maxRequests: 300,
    detailRequests: 100,
    historyDays: 365,
  },
  pro: {
    baseUrl: "https://pro-api.coingecko.com/api/v3",
    keyHeader: "x-cg-pro-api-key",
    // Basic, the smallest paid plan; the others have 500.
    requestsPerMinute: 250,
    maxRequests: 5_000,
    detailRequests: 1_000,
    // Basic, the smallest paid plan, has two years: CoinGecko says so itself, as no other source does.
    historyDays: null,
  },
};
