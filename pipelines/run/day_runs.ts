import { shareOf } from "../coingecko/budget";
import type { ApiSettings } from "../coingecko/settings";
import type { Run } from "./run";

/**
 * The runs of one pipeline over one or several days, which one Beam pipeline makes: days are elements,
 * and each is a run with a report of its own. Plain JSON, because every step carries it to its worker;
 * it never holds a key.
 */
export interface DayRuns extends Omit<Run, "snapshotDate"> {
  /** `YYYY-MM-DD`, UTC, ascending, each once. */
  readonly dates: readonly [string, ...string[]];
  /** Those of them whose market may be asked for; of the others only the archive may have it. */
  readonly callingDates: readonly string[];
}

/**
 * The run of one of the days. Days are made side by side, perhaps by different workers: each day that
 * may make calls has an equal share of the rate limit and of the budget.
 */
export function dayRun({ dates, callingDates, ...common }: DayRuns, date: string): Run {
  const api = apiOfDay(common.api, date);
  if (dates.length === 1) return { ...common, snapshotDate: date, api };
  const days = Math.max(1, callingDates.length);
  const day = Math.max(0, callingDates.indexOf(date));
  const maxRequests = api.maxRequests === null ? null : shareOf(api.maxRequests, day, days);
  return {
    ...common,
    runId: dayRunId(common.runId, date),
    snapshotDate: date,
    api: { ...api, maxRequests, dayShare: { day, days } },
  };
}

function apiOfDay(api: ApiSettings, date: string): ApiSettings {
  return api.hasDayUrls ? { ...api, baseUrl: `${api.baseUrl}/${date}` } : api;
}

/** A run id of its own for each day: temporary files and load jobs are named by it. */
function dayRunId(runId: string, date: string): string {
  return `${runId}-${date.replaceAll("-", "")}`;
}

/** The days whose archive has the answers: those of a history are in that of its last day. */
export function archiveDates(runs: Pick<DayRuns, "dates" | "history">): readonly string[] {
  return runs.history ? [lastDate(runs)] : runs.dates;
}

/** The last of the days. */
export function lastDate({ dates }: Pick<DayRuns, "dates">): string {
  return dates.at(-1) ?? dates[0];
}
