import type { DayRuns } from "../run/day_runs";

/** As many as there can be: shards that share a rate limit wait most of their time. */
const all = 1_000;

/**
 * How many shards, of whatever day, a worker fetches at once. Without a rate limit, and from the
 * archive, one day after another is as fast, and takes the memory of one day.
 */
export function shardsAtOnce({ dates, api, callingDates }: DayRuns): number {
  if (dates.length === 1) return all;
  const isLimited = api.requestsPerMinute !== null && callingDates.length > 0;
  return isLimited ? all : api.shards;
}
