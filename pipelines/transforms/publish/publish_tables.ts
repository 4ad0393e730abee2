import { csvHeader } from "../../../schemas/csv_header";
import type { TableSpec } from "../../../schemas/table";
import { recordTablesOf } from "../../../schemas/tables";
import { ActionableError } from "../../core/actionable_error";
import { progress } from "../../core/progress";
import { rejectedFile } from "../../run/audit_record";
import { linesOf, type RunOutcome } from "../../run/outcome";
import { csvPath, parquetPath, rejectedPath } from "../../run/paths";
import type { ReportedFile, RunReport } from "../../run/report";
import type { Run } from "../../run/run";
import { readCsv } from "../../storage/csv/read_csv";
import { parquetContent } from "../../storage/parquet/parquet_content";
import { temporaryPath } from "../../storage/object_path";
import type { ObjectStore } from "../../storage/object_store";
import type { TableLoad, Warehouse } from "../../warehouses/warehouse";
import { mergePartitions } from "../stage/merge_partitions";
import type { Superseded } from "./one_currency";
import { loadRecords } from "./run_records";

/** Where a run publishes its tables. */
export interface Destination {
  readonly run: Run;
  readonly store: ObjectStore;
  readonly warehouse: Warehouse | null;
}

/** Writes the dead-letter records of a run, also when there are none. */
export async function writeRejects(
  { run, store }: Destination,
  { partitions }: RunOutcome,
): Promise<ReportedFile> {
  const rejected = partitions.get(rejectedFile) ?? [];
  const content = mergePartitions(store, rejected);
  const path = rejectedPath(run);
  const written = await store.write(path, content, { contentType: "application/x-ndjson" });
  return { ...written, rows: linesOf(rejected) };
}

/** Writes a table's CSV from its sorted partitions. */
export async function writeCsv(
  { run, store }: Destination,
  table: TableSpec,
  outcome: RunOutcome,
): Promise<ReportedFile> {
  const partitions = outcome.partitions.get(table.name) ?? [];
  const content = async function* (): AsyncGenerator<string> {
    yield csvHeader(table);
    yield* mergePartitions(store, partitions);
  };
  const rows = linesOf(partitions);
  progress.emit("stage", { stage: "rows", planned: rows });
  const path = csvPath(table, run.snapshotDate);
  const metadata = { rows: String(rows) };
  const written = await store.write(path, content(), { contentType: "text/csv", metadata });
  progress.emit("stage", { stage: "rows", done: rows });
  return { ...written, rows };
}

/**
 * Writes the rows of a CSV as a Parquet file beside it, where the run is asked to; else removes the one
 * of an earlier run, whose rows may be others.
 */
export async function writeParquet(
  { run, store }: Destination,
  table: TableSpec,
  csv: ReportedFile,
): Promise<ReportedFile | null> {
  const path = parquetPath(csv.path);
  if (!run.formats.includes("parquet")) {
    await store.delete(path);
    return null;
  }
  const content = await store.read(csv.path);
  if (!content) throw new ActionableError(`${csv.path} was removed meanwhile.`, "Run it again.");
  const rows = readCsv(table, content, `${store.url}/${csv.path}`);
  const metadata = { rows: String(csv.rows) };
  const contentType = "application/vnd.apache.parquet";
  const written = await store.write(path, parquetContent(table, rows), { contentType, metadata });
  return { ...written, rows: csv.rows };
}

/** A table that a run publishes, and the CSV that it wrote of it. */
export interface WrittenTable {
  readonly table: TableSpec;
  readonly csv: ReportedFile;
}

/**
 * Loads the CSVs into the warehouse, with the run's own row and what it rejected.
 * @returns the tables with their rows
 */
export async function loadTables(
  { run, store, warehouse }: Destination,
  written: readonly WrittenTable[],
  superseded: Superseded,
  report: RunReport,
  outcome: RunOutcome,
): Promise<RunReport["tables"]> {
  if (!warehouse) return [];
  const cleared = new Set(superseded.tables.map(({ name }) => name));
  const own = written.map(({ table, csv }): TableLoad => {
    const replacement = { ...dayOf(run, table), clear: cleared.has(table.name) };
    return { table, csv: { store, ...csv }, replacement };
  });
  const filled = [...written.map(({ table }) => table), ...recordTablesOf(run.pipeline)];
  const names = new Set(filled.map(({ name }) => name));
  const others = superseded.tables.filter(({ name }) => !names.has(name));
  const emptied = await Promise.all(others.map((other) => emptyLoad(run, other, store)));
  return loadRecords(store, warehouse, report, outcome.partitions.get(rejectedFile), {
    before: [...own, ...emptied],
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
