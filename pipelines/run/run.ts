import { resolve } from "node:path";
import type { ApiSettings, Coins, ExtraName } from "../coingecko/settings";
import { utcDay } from "../core/day";
import { isStorageUrl } from "../google/storage_url";
import { calendarOf } from "../options/date_options";
import { isWithinDay } from "../coingecko/date_window";
import type { Options } from "../options/options";
import {
  defaultMaxMissing,
  type Format,
  type MaxMissing,
  type MaxRejects,
} from "../options/output_options";
import type { PipelineName } from "../options/pipeline_spec";
import { apiSettings, type SourceContext } from "./api_settings";
import type { DayRuns } from "./day_runs";
import { daysOf, type History, planHistory, todayOf } from "./history_range";

/** One run of one pipeline for one day: all that its steps need to know, decided before it starts. */
export interface Run {
  readonly pipeline: PipelineName;
  /** Unique: see core/run_id.ts. */
  readonly runId: string;
  /** `YYYY-MM-DD`, UTC. */
  readonly snapshotDate: string;
  /** ISO timestamp, UTC. */
  readonly startedAt: string;
  readonly output: string;
  /** `duckdb:FILE`, `bigquery:PROJECT.DATASET` or `none`. */
  readonly warehouse: string;
  readonly api: ApiSettings;
  readonly coins: Coins;
  readonly vsCurrency: string;
  readonly includeRehypothecated: boolean;
  /** The further tables of market-snapshot. */
  readonly extras: readonly ExtraName[];
  readonly detailRequests: number;
  /** The first and the last day of the calendar. */
  readonly startDate: string;
  readonly endDate: string;
  /** The days of market-history; null for any other pipeline. */
  readonly history: History | null;
  readonly maxRejects: MaxRejects;
  readonly formats: readonly Format[];
  readonly maxMissing: MaxMissing;
  readonly force: boolean;
}

/** What a run needs beyond its options. */
export interface RunIdentity extends SourceContext {
  readonly runId: string;
  readonly startedAt: string;
}

export function planRuns(pipeline: PipelineName, options: Options, identity: RunIdentity): DayRuns {
  const { runId, startedAt } = identity;
  const { api, detailRequests } = apiSettings(options, identity);
  const dates = options.snapshotDates ?? ([utcDay(startedAt)] as const);
  const now = Date.parse(startedAt);
  const runs: DayRuns = {
    pipeline,
    runId,
    startedAt,
    dates,
    callingDates: dates.filter((date) => !api.knowsOnlyNow || isWithinDay(date, now)),
    ...places(options),
    api,
    coins: options.coins,
    vsCurrency: options.vsCurrency,
    includeRehypothecated: options.includeRehypothecated,
    extras: options.extras,
    detailRequests,
    ...calendarOf(options),
    history: null,
    maxRejects: options.maxRejects,
    formats: options.formats,
    maxMissing: options.maxMissing ?? defaultMaxMissing,
    force: options.force,
  };
  return pipeline === "market-history" ? historyRuns(runs, options) : runs;
}

/** The runs of the days of a history: its last day makes the calls for all of them. */
function historyRuns(runs: DayRuns, options: Options): DayRuns {
  const { api, startedAt } = runs;
  const history = planHistory(options, api, todayOf(api, options.snapshotDates?.at(-1), startedAt));
  return {
    ...runs,
    dates: daysOf(history),
    callingDates: [history.last],
    history,
    // Charts know the past.
    api: { ...api, knowsOnlyNow: false },
  };
}

/** Where files and tables go. Workers of a job server stand in other directories than this process. */
export function places({ runner, output, warehouse = defaultWarehouse(output) }: Options) {
  if (runner !== "jobServer") return { output, warehouse };
  return {
    output: isStorageUrl(output) ? output : resolve(output),
    warehouse: warehouse.replace(/^duckdb:(.+)$/s, (_, file: string) => `duckdb:${resolve(file)}`),
  };
}

function defaultWarehouse(output: string): string {
  return isStorageUrl(output) ? "none" : `duckdb:${output.replace(/\/+$/, "")}/warehouse.duckdb`;
}
