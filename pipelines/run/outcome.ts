import type { ApiUse } from "../coingecko/api";
import { noApiUse, noTableCounts } from "./report";
import {
  type AuditRecord,
  type Counts,
  rejectedFile,
  type SortedPartition,
  type TableCounts,
} from "./audit_record";
import type { SeenMover } from "./top_movers";

/** Why a day can't be made, and what to do next. */
export interface DayFailure {
  readonly what: string;
  readonly next: string;
}

/** The control totals of a day's run, reconciled from its audit records. */
export interface RunOutcome {
  /** Of several failures the first in alphabetical order, so that it does not depend on their arrival. */
  readonly failure: DayFailure | null;
  /** Those of the main table. */
  readonly counts: Counts;
  /** By the name of the table. */
  readonly tableCounts: Readonly<Record<string, TableCounts>>;
  /** By the name of the table: why it stays as it was. */
  readonly skipped: ReadonlyMap<string, string>;
  readonly api: ApiUse;
  readonly missingIds: readonly string[];
  /** How many coins there should be; 0 where that is not known, or none is missing. */
  readonly listed: number;
  readonly warnings: readonly string[];
  readonly movers: readonly SeenMover[];
  readonly movedContracts: number;
  /** Rejects that are coins which the source does not know. */
  readonly unknownCoins: number;
  /** By file: the name of a table, or `rejected`. */
  readonly partitions: ReadonlyMap<string, readonly SortedPartition[]>;
}

/**
 * Reconciles the audit records of a day's run. Of a retried bundle, those of one attempt arrive.
 * @param main the name of the run's main table
 * @throws Error when elements were lost: fetched = rows + duplicates + rejects must hold for each table,
 *   unless the day has failed anyway
 */
export function reconcile(audit: Iterable<AuditRecord>, main: string): RunOutcome {
  const tableCounts: Record<string, Record<keyof TableCounts, number>> = {};
  const countsOf = (table: string) => (tableCounts[table] ??= { ...noTableCounts });
  const api: Record<keyof ApiUse, number> = { ...noApiUse };
  const failures: DayFailure[] = [];
  let controlTotal = 0;
  const missingIds: string[] = [];
  let missing = 0;
  let listed = 0;
  const warnings: string[] = [];
  const skipped = new Map<string, string>();
  const movers: SeenMover[] = [];
  let movedContracts = 0;
  let unknownCoins = 0;
  const partitions = new Map<string, SortedPartition[]>();
  for (const record of audit) {
    if (record.kind === "count") countsOf(record.table ?? main)[record.count] += record.n;
    else if (record.kind === "controlTotal") controlTotal += record.n;
    else if (record.kind === "failed") failures.push(record);
    else if (record.kind === "missing") {
      missing += record.ids.length + record.unnamed;
      for (const id of record.ids) missingIds.push(id);
      listed += record.listed;
    } else if (record.kind === "warning") warnings.push(record.message);
    else if (record.kind === "skipped") skipped.set(record.table, record.reason);
    else if (record.kind === "movedContracts") movedContracts += record.n;
    else if (record.kind === "unknownCoins") unknownCoins += record.n;
    else if (record.kind === "movers") movers.push(...record.movers);
    else if (record.kind === "partition") {
      const { file } = record.partition;
      partitions.set(file, [...(partitions.get(file) ?? []), record.partition]);
    } else if (record.kind === "api") {
      for (const key of Object.keys(api) as (keyof ApiUse)[]) api[key] += record.use[key];
    }
  }
  for (const file of partitions.keys()) {
    // Steps that merge several days count the rows of each: only those of all days are staged.
    if (file !== rejectedFile) countsOf(file).rows ||= linesOf(partitions.get(file));
  }
  const counts = { ...countsOf(main), missing };
  const [failure = null] = failures.sort((a, b) => (a.what < b.what ? -1 : 1));
  if (!failure) {
    checkNothingLost(tableCounts, linesOf(partitions.get(rejectedFile)), controlTotal);
  }
  return {
    failure: failure && { what: failure.what, next: failure.next },
    counts,
    tableCounts,
    skipped,
    api,
    missingIds: missingIds.sort(),
    listed,
    warnings: warnings.sort(),
    movers,
    movedContracts,
    unknownCoins,
    partitions,
  };
}

/** How many lines some partitions have. */
export function linesOf(partitions: readonly SortedPartition[] = []): number {
  return partitions.reduce((sum, { lines }) => sum + lines, 0);
}

function checkNothingLost(
  tableCounts: RunOutcome["tableCounts"],
  rejected: number,
  controlTotal: number,
): void {
  let rejects = 0;
  for (const [table, counts] of Object.entries(tableCounts)) {
    rejects += counts.rejects;
    if (counts.fetched !== counts.rows + counts.duplicates + counts.rejects) {
      throw new Error(
        `Elements of ${table} were lost: fetched ${counts.fetched}, but ${counts.rows} rows + ${counts.duplicates} duplicates + ${counts.rejects} rejects.`,
      );
    }
  }
  if (rejected !== rejects || controlTotal !== 0) {
    throw new Error(
      `Elements were lost: ${rejects} rejects, of which ${rejected} were written; control total ${controlTotal}.`,
    );
  }
}
