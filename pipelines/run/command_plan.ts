import type { DaySpan } from "../coingecko/history_requests";
import type { Coins } from "../coingecko/settings";
import type { PipelineName } from "../options/pipeline_spec";

/** How many calls a run is about to make. */
export interface PlannedCalls {
  /** The coin list and the market pages, or those of the largest coins. */
  readonly market: number;
  /** The further tables: of market-snapshot, or the platforms of asset-dim. */
  readonly extras: number;
  /** A call a coin: for its details, or for its chart of at most a year. */
  readonly details: number;
}

/** The calls of a run to one endpoint of the API. */
export interface EndpointCalls {
  /** As CoinGecko's documentation names it, such as `/coins/markets`. */
  readonly endpoint: string;
  readonly purpose: keyof PlannedCalls;
  /** Requests whose answers the archive has. */
  readonly archived: number;
  /** Requests that are to be made. */
  readonly calls: number;
  /** Requests that are neither: their day is over, or has not begun. */
  readonly unavailable: number;
}

export const noCalls: PlannedCalls = { market: 0, extras: 0, details: 0 };

export function callsIn({ market, extras, details }: PlannedCalls): number {
  return market + extras + details;
}

export function sumOfCalls(endpoints: readonly EndpointCalls[]): PlannedCalls {
  const sum = { ...noCalls };
  for (const { purpose, calls } of endpoints) sum[purpose] += calls;
  return sum;
}

/** From one call to the next at a rate limit: see RateLimiter. */
export function secondsBetweenCalls(requestsPerMinute: number): number {
  return 60.5 / requestsPerMinute;
}

/** About how many minutes some calls take at a rate limit. */
export function minutesOfCalls(calls: number, requestsPerMinute: number): number {
  return Math.ceil((calls * secondsBetweenCalls(requestsPerMinute)) / 60);
}

/** What a command is about to do, as far as that is known before it begins. */
export interface CommandPlan {
  readonly runs: readonly { readonly pipeline: PipelineName; readonly calls: PlannedCalls }[];
  /** As given on the command line: `sample:2500`, `demo`, or a URL. */
  readonly source: string;
  readonly coins: Coins;
  /** The days of market-history, and how many days back its plan allows, where it is limited. */
  readonly history?: DaySpan & { readonly daysAllowed: number | null };
  /** Calls in any 60 seconds; null: no limit. */
  readonly requestsPerMinute: number | null;
  /** Calls of one run; null: no limit. */
  readonly maxRequests: number | null;
  readonly output: string;
  readonly warehouse: string;
  /** Whether answers are needed that the archive lacks, and that can't be fetched now. */
  readonly lacksAnswers?: boolean;
}
