import { resolve } from "node:path";
import type { ApiSettings, Coins, ExtraName } from "../coingecko/settings";
import { utcDay } from "../core/day";
import { isStorageUrl } from "../google/storage_url";
import { calendarOf } from "../options/date_options";
import type { Options } from "../options/options";
import {
  defaultMaxMissing,
  type Format,
  type MaxMissing,
  type MaxRejects,
} from "../options/output_options";
import type { PipelineName } from "../options/pipeline_spec";
import { apiSettings, type SourceContext } from "./api_settings";
import { type History, planHistory, todayOf } from "./history_range";

/**
 * One run of one pipeline: all that its steps need to know, decided before it starts. Plain JSON,
 * because every step carries it to its worker; it never holds a key.
 */
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

export function planRun(pipeline: PipelineName, options: Options, identity: RunIdentity): Run {
  const { runId, startedAt } = identity;
  const { api, detailRequests } = apiSettings(options, identity);
  const run: Run = {
    pipeline,
    runId,
    startedAt,
    snapshotDate: options.snapshotDate ?? utcDay(startedAt),
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
  if (pipeline !== "market-history") return run;
  const today = todayOf(api, options.snapshotDate, startedAt);
  const history = planHistory(options, api, today);
  // Its archive is that of its last day, and charts know the past.
  return { ...run, snapshotDate: history.last, history, api: { ...api, knowsOnlyNow: false } };
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
