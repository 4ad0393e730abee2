import { text } from "node:stream/consumers";
import type { ApiUse } from "../coingecko/api";
import { redact } from "../core/text/redact";
import type { PipelineName } from "../options/pipeline_spec";
import type { Run } from "./run";
import type { ObjectStore } from "../storage/object_store";
import type { Counts, TableCounts } from "./audit_record";
import type { Mover, TopMovers } from "./top_movers";

/** What a run did: `runs/<pipeline>/<date>.json`. */
export interface RunReport {
  readonly pipeline: PipelineName;
  readonly snapshot_date: string;
  /** `sample:2500`, `demo`, or a URL: sample data is always labelled as such. */
  readonly source: string;
  readonly run_id: string;
  readonly state: "DONE" | "FAILED";
  /** Why it failed, in one line. */
  readonly error?: string;
  readonly started_at: string;
  readonly finished_at: string;
  /** A digest of what the result follows from; of a day that is done. */
  readonly inputs?: string;
  /** Those of the main table. */
  readonly counts: Counts;
  /** By the name of the table, the main one's too. */
  readonly table_counts: Readonly<Record<string, TableCounts>>;
  readonly api: ApiUse;
  readonly files: readonly ReportedFile[];
  readonly tables: readonly ReportedTable[];
  /** Coins of the coin list that no answer holds; the first thousand of them. */
  readonly missing_ids: readonly string[];
  readonly warnings: readonly string[];
  /** Further tables that were left as they were, where there are any; a warning has the reason of each. */
  readonly skipped_tables?: readonly string[];
  /** Of asset-dim: contracts that passed from one asset to another on this date. */
  readonly moved_contracts?: number;
  /** Of market-snapshot: the greatest changes of price in 24 hours. */
  readonly top_movers?: TopMovers;
}

export interface ReportedFile {
  /** Relative to the output. */
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

export type ReportedMover = Mover;

export interface ReportedTable {
  readonly name: string;
  readonly rows: number;
}

/** How a warning ends that says how many coins are missing. */
export const missingIdsNote = "missing_ids in the run report names them.";

export const noTableCounts: TableCounts = { fetched: 0, rows: 0, duplicates: 0, rejects: 0 };
const noCounts: Counts = { ...noTableCounts, missing: 0 };
export const noApiUse: ApiUse = { requests: 0, from_archive: 0, retries: 0, rate_limited: 0 };

/** What a report says before the run has begun. */
export function reportOf(run: Run): Omit<RunReport, "state" | "finished_at"> {
  return {
    pipeline: run.pipeline,
    snapshot_date: run.snapshotDate,
    source: run.api.source,
    run_id: run.runId,
    started_at: run.startedAt,
    counts: noCounts,
    table_counts: {},
    api: noApiUse,
    files: [],
    tables: [],
    missing_ids: [],
    warnings: [],
  };
}

export function reportPath(run: Pick<Run, "pipeline" | "snapshotDate">): string {
  return `runs/${run.pipeline}/${run.snapshotDate}.json`;
}

export async function writeReport(store: ObjectStore, report: RunReport): Promise<void> {
  const path = reportPath({ pipeline: report.pipeline, snapshotDate: report.snapshot_date });
  // An error may quote what a server said, and that may quote the key.
  await store.write(path, redact(`${JSON.stringify(report, null, 2)}\n`), {
    contentType: "application/json",
  });
}

/** The newest report of a pipeline and date, or null when there is none that can be read. */
export async function readReport(store: ObjectStore, run: Run): Promise<RunReport | null> {
  const content = await store.read(reportPath(run));
  if (!content) return null;
  const written = await text(content);
  try {
    return JSON.parse(written) as RunReport;
  } catch {
    // Edited, or of another program: this run replaces it.
    return null;
  }
}
