import type { Column, Row, TableSpec } from "../../../schemas/table";

/** The number of rows of a day, or of the whole table, as `row_count`. */
export function countRows(table: string, spec: TableSpec, date?: string): string {
  const where =
    date === undefined ? everyPartition(spec) : `WHERE ${partitionOf(spec)} = ${day(date)}`;
  return `SELECT COUNT(*) AS row_count FROM ${table} ${where}`.trim();
}

/** The distinct values of a column that are not null, each as `value`. */
export function distinctValues(table: string, spec: TableSpec, column: string): string {
  const values = `SELECT DISTINCT \`${column}\` AS value FROM ${table} ${everyPartition(spec)}`;
  return `SELECT value FROM (${values.trim()}) WHERE value IS NOT NULL`;
}

/**
 * When rows of a table, or of one of its partitions (`YYYYMMDD`), were last written, in ms since
 * 1970, as `written`, and how many rows there are, as `row_count`
 * (https://cloud.google.com/bigquery/docs/information-schema-partitions).
 */
export function lastWrite(dataset: string, table: string, partition?: string): string {
  const one = partition === undefined ? "" : ` AND partition_id = '${partition}'`;
  return (
    "SELECT UNIX_MILLIS(MAX(last_modified_time)) AS written, SUM(total_rows) AS row_count " +
    `FROM ${dataset}.INFORMATION_SCHEMA.PARTITIONS WHERE table_name = '${table}'${one}`
  );
}

/** Replaces a day of a table by rows, in one statement. */
export function replaceDay(
  table: string,
  spec: TableSpec,
  date: string,
  rows: readonly Row[],
): string {
  const columns = spec.columns.map(({ name }) => `\`${name}\``).join(", ");
  const selects = rows.map((row) => {
    const values = spec.columns.map((column) => `${literal(row, column)} AS \`${column.name}\``);
    return `SELECT ${values.join(", ")}`;
  });
  const ofTheDay = `${partitionOf(spec)} = ${day(date)}`;
  if (selects.length === 0) return `DELETE FROM ${table} WHERE ${ofTheDay}`;
  return `MERGE ${table} AS kept USING (${selects.join(" UNION ALL ")}) AS made ON FALSE
    WHEN NOT MATCHED BY SOURCE AND kept.${ofTheDay} THEN DELETE
    WHEN NOT MATCHED THEN INSERT (${columns}) VALUES (${columns})`;
}

/** A value as BigQuery's SQL writes it: its escapes are JSON's. */
function literal(row: Row, { name, type }: Column): string {
  const value = row[name] ?? null;
  return `CAST(${value === null ? "NULL" : JSON.stringify(value)} AS ${type})`;
}

/** A table that requires a partition filter is read as a whole with one that every row meets. */
function everyPartition(spec: TableSpec): string {
  return spec.partitionBy === undefined ? "" : `WHERE \`${spec.partitionBy}\` >= DATE '0001-01-01'`;
}

function partitionOf(spec: TableSpec): string {
  if (spec.partitionBy === undefined) throw new Error(`${spec.name} has no partitions.`);
  return `\`${spec.partitionBy}\``;
}

function day(date: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) throw new Error(`${date} is not a date.`);
  return `DATE '${date}'`;
}
