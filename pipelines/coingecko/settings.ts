import type { PlanName } from "./plans";

/** Which part of the market is requested. */
export type Coins =
  | { readonly kind: "all" }
  | { readonly kind: "top"; readonly count: number }
  | { readonly kind: "ids"; readonly ids: readonly string[] }
  | { readonly kind: "category"; readonly id: string };

/** What CoinGecko knows of the whole market beside its coins: one call each. */
export const extraNames = ["global", "categories", "rates"] as const;
export type ExtraName = (typeof extraNames)[number];

/** Where and how the API is called. */
export interface ApiSettings {
  /** As given on the command line: `sample:2500`, `demo`, or the URL. For reports and logs. */
  readonly source: string;
  /** The first part of the archive's paths, so that answers of different markets never mix. */
  readonly archive: string;
  readonly baseUrl: string;
  /** Whether each day has a base URL of its own: this one, `/`, and the day. */
  readonly hasDayUrls?: boolean;
  /** The base URL as reports show it; the sample market's port differs from run to run. */
  readonly shownUrl: string;
  readonly plan: PlanName;
  readonly apiKeySecret?: string;
  /** Whether the market knows only now, so that a past date can't be fetched. */
  readonly knowsOnlyNow: boolean;
  readonly refresh: boolean;
  /** Calls in any 60 seconds over all shards; null: no limit. */
  readonly requestsPerMinute: number | null;
  /** Calls of the run; null: no limit. */
  readonly maxRequests: number | null;
  readonly shards: number;
  /** Which of so many equal shares of the rate limit the run of a day has; all of it by default. */
  readonly dayShare?: { readonly day: number; readonly days: number };
}
