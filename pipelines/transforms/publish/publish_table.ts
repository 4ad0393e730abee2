import { csvHeader } from "../../../schemas/csv_header";
import type { TableSpec } from "../../../schemas/table";
import { allRecordTablesOf } from "../../../schemas/tables";
import { progress } from "../../core/progress";
import type { SortedPartition } from "../../run/audit_record";
import type { RunOutcome } from "../../run/outcome";
import { csvPath, rejectedPath } from "../../run/paths";
import type { ReportedFile, RunReport } from "../../run/report";
import type { Run } from "../../run/run";
import { temporaryPath } from "../../storage/object_path";
import type { ObjectStore } from "../../storage/object_store";
import type { TableLoad, Warehouse } from "../../warehouses/warehouse";
import { mergePartitions } from "./merge_partitions";
import type { Superseded } from "./publish_checks";
import { loadRecords } from "./run_records";

/** Where a run publishes its table. */
export interface Destination {
  readonly run: Run;
  readonly table: TableSpec;
  readonly store: ObjectStore;
  readonly warehouse: Warehouse | null;
}

/** Writes the dead-letter records of a run, also when there are none. */
export async function writeRejects(
  { run, store }: Destination,
  { counts, partitions }: RunOutcome,
): Promise<ReportedFile> {
  const content = mergePartitions(store, partitions.rejected);
  const path = rejectedPath(run);
  const written = await store.write(path, content, { contentType: "application/x-ndjson" });
  return { ...written, rows: counts.rejects };
}

/** Writes the table's CSV from its sorted partitions. */
export async function writeCsv(
  { run, table, store }: Destination,
  partitions: readonly SortedPartition[],
): Promise<ReportedFile> {
  const content = async function* (): AsyncGenerator<string> {
    yield csvHeader(table);
    yield* mergePartitions(store, partitions);
  };
  const rows = partitions.reduce((sum, { lines }) => sum + lines, 0);
  progress.emit("stage", { stage: "rows", planned: rows });
  const path = csvPath(table, run.snapshotDate);
  const metadata = { rows: String(rows) };
  const written = await store.write(path, content(), { contentType: "text/csv", metadata });
  progress.emit("stage", { stage: "rows", done: rows });
  return { ...written, rows };
}

/**
 * Loads the CSV into the warehouse, with the run's own row and what it rejected.
 * @returns the tables with their rows
 */
export async function loadTable(
  { run, table, store, warehouse }: Destination,
  csv: ReportedFile,
  superseded: Superseded,
  report: RunReport,
  rejected: readonly SortedPartition[],
): Promise<RunReport["tables"]> {
  if (!warehouse) return [];
  const cleared = new Set(superseded.tables.map(({ name }) => name));
  const clear = cleared.has(table.name);
  const own: TableLoad = {
    table,
    csv: { store, ...csv },
    replacement: { ...dayOf(run, table), clear },
  };
  const kept = [table, ...allRecordTablesOf(table)].map(({ name }) => name);
  const others = superseded.tables.filter(({ name }) => !kept.includes(name));
  const emptied = await Promise.all(others.map((other) => emptyLoad(run, other, store)));
  return loadRecords(table, store, warehouse, report, rejected, {
    before: [own, ...emptied],
    cleared,
  });
}

/** Deletes all rows of a table. */
async function emptyLoad(run: Run, table: TableSpec, store: ObjectStore): Promise<TableLoad> {
  const path = temporaryPath(run.runId, `${table.name}.csv`);
  const metadata = { rows: "0" };
  const { sha256 } = await store.write(path, csvHeader(table), {
    contentType: "text/csv",
    metadata,
  });
  const replacement = { ...dayOf(run, table), clear: true };
  return { table, csv: { store, path, rows: 0, sha256 }, replacement };
}

function dayOf({ snapshotDate }: Run, { partitionBy }: TableSpec): { date?: string } {
  return partitionBy === undefined ? {} : { date: snapshotDate };
}
