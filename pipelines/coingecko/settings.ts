import type { PlanName } from "./plans";

/** Where and how the API is asked. */
export interface ApiSettings {
  /** As the person named it: `sample:2500`, `demo`, or the URL. For reports and logs. */
  readonly source: string;
  /** The first part of the archive's paths: answers of different markets never mix. */
  readonly archive: string;
  readonly baseUrl: string;
  /** The base URL as reports show it; the sample market's port differs from run to run. */
  readonly shownUrl: string;
  readonly plan: PlanName;
  readonly apiKeySecret?: string;
  /** Whether the market knows only now, so that a past date can't be fetched. */
  readonly knowsOnlyNow: boolean;
  readonly refresh: boolean;
  /** Calls in any 60 seconds over all shards; null: as fast as it goes. */
  readonly requestsPerMinute: number | null;
  /** Calls of the run; null: no limit. */
  readonly maxRequests: number | null;
  readonly shards: number;
}
