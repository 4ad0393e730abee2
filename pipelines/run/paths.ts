import type { TableSpec } from "../../schemas/table";
import type { Run } from "./run";

/** Where a table's CSV lies under the output; for a partitioned table, that of one day. */
export function csvPath(table: TableSpec, date: string): string {
  return csvPattern(table).replace("{date}", date);
}

/** Where the Parquet file lies that has the rows of a CSV: beside it. */
export function parquetPath(csv: string): string {
  return csv.replace(/\.csv$/, ".parquet");
}

/** The folder of a table's CSV files, with its slash. */
export function csvFolder(table: TableSpec): string {
  return csvPattern(table).replace(/[^/]*$/, "");
}

/** Whether a path is that of one of the table's CSV files: other tables' may lie beside them. */
export function isCsvPath(table: TableSpec, path: string): boolean {
  const [before = "", behind] = csvPattern(table).split("{date}");
  if (behind === undefined) return path === before;
  const date = path.slice(before.length, path.length - behind.length);
  return /^\d{4}-\d\d-\d\d$/.test(date) && path === csvPath(table, date);
}

function csvPattern({ name, csv }: TableSpec): string {
  if (csv === undefined) throw new Error(`The table ${name} has no CSV under the output.`);
  return csv;
}

/** Where the dead-letter records of a run lie under the output. */
export function rejectedPath({
  pipeline,
  snapshotDate,
}: Pick<Run, "pipeline" | "snapshotDate">): string {
  return `rejected/${pipeline}/${snapshotDate}.jsonl`;
}
