import type { Faults } from "../faults/faults";
import type { ApiKey } from "./api_key";

export interface SampleMarketOptions {
  /** Number of active coins. */
  readonly coins: number;
  /** The UTC day that the market shows, at its end: YYYY-MM-DD. */
  readonly date: string;
  /** Another seed gives another market, with other faults. Default: 1. */
  readonly seed?: number;
  /** Default: 0, any free port. */
  readonly port?: number;
  /** Rate limit over any 60 seconds. Default: none. */
  readonly requestsPerMinute?: number;
  /** The key that every request must carry. A key of the pro plan lifts the limit on history. */
  readonly apiKey?: ApiKey;
  readonly faults?: Faults;
  /** `retry-after` of injected 429 answers, in seconds. Default: 1. */
  readonly retryAfter?: number;
  /** Whether market pages include sparklines when requested. Default: true. */
  readonly sparklines?: boolean;
  /** Number of encoded response bodies to cache. Default: 0. */
  readonly cachePages?: number;
}
