import type { ApiUse } from "../coingecko/api";
import { noApiUse, noCounts } from "./report";
import type { Counts, AuditRecord, SortedPartition } from "./audit_record";
import type { SeenMover } from "./top_movers";

/** The control totals of a run, reconciled from its audit records. */
export interface RunOutcome {
  readonly counts: Counts;
  readonly api: ApiUse;
  readonly missingIds: readonly string[];
  /** How many coins there should be; 0 where that is not known, or none is missing. */
  readonly listed: number;
  readonly warnings: readonly string[];
  readonly movers: readonly SeenMover[];
  readonly partitions: Readonly<Record<SortedPartition["file"], readonly SortedPartition[]>>;
}

/**
 * Reconciles the audit records of a run. Of a retried bundle, those of one attempt arrive.
 * @throws Error when elements were lost: fetched = rows + duplicates + rejects must hold
 */
export function reconcile(audit: Iterable<AuditRecord>): RunOutcome {
  const counts: Record<keyof Counts, number> = { ...noCounts };
  const api: Record<keyof ApiUse, number> = { ...noApiUse };
  let controlTotal = 0;
  const missingIds: string[] = [];
  let listed = 0;
  const warnings: string[] = [];
  const movers: SeenMover[] = [];
  const partitions: Record<SortedPartition["file"], SortedPartition[]> = { rows: [], rejected: [] };
  for (const record of audit) {
    if (record.kind === "count") counts[record.count] += record.n;
    else if (record.kind === "controlTotal") controlTotal += record.n;
    else if (record.kind === "missing") {
      counts.missing += record.ids.length + record.unnamed;
      for (const id of record.ids) missingIds.push(id);
      listed += record.listed;
    } else if (record.kind === "warning") warnings.push(record.message);
    else if (record.kind === "movers") movers.push(...record.movers);
    else if (record.kind === "partition") partitions[record.partition.file].push(record.partition);
    else for (const key of Object.keys(api) as (keyof ApiUse)[]) api[key] += record.use[key];
  }
  counts.rows = partitions.rows.reduce((sum, partition) => sum + partition.lines, 0);
  checkNothingLost(counts, partitions, controlTotal);
  return {
    counts,
    api,
    missingIds: missingIds.sort(),
    listed,
    warnings: warnings.sort(),
    movers,
    partitions,
  };
}

function checkNothingLost(
  counts: Counts,
  partitions: RunOutcome["partitions"],
  controlTotal: number,
): void {
  const { fetched, rows, duplicates, rejects } = counts;
  const written = partitions.rejected.reduce((sum, partition) => sum + partition.lines, 0);
  if (fetched !== rows + duplicates + rejects || written !== rejects || controlTotal !== 0) {
    throw new Error(
      `Elements were lost: fetched ${fetched}, but ${rows} rows + ${duplicates} duplicates + ${rejects} rejects (${written} written); control total ${controlTotal}.`,
    );
  }
}
