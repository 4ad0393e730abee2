import type { ApiSettings, Coins, ExtraName } from "../coingecko/settings";
import type { Format, MaxMissing, MaxRejects } from "../options/output_options";
import type { PipelineName } from "../options/pipeline_spec";
import type { History } from "./history_range";

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
