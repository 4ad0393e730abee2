import type { Column, ColumnType, TableSpec } from "./table";

/**
 * DuckDB's type for each of ours. Its DECIMAL holds 38 digits in all, too few for BIGNUMERIC's
 * range, so money is a DOUBLE there: which is just what the API's JSON numbers are.
 */
export const duckDbTypes: Record<ColumnType, string> = {
  STRING: "VARCHAR",
  INT64: "BIGINT",
  FLOAT64: "DOUBLE",
  BIGNUMERIC: "DOUBLE",
  BOOL: "BOOLEAN",
  DATE: "DATE",
  TIMESTAMP: "TIMESTAMPTZ",
};

/**
 * The statements that create a table in DuckDB, with its descriptions as comments. There is no
 * PRIMARY KEY: its index would have to fit in memory; a load checks the key instead.
 */
export function duckDbDdl(table: TableSpec): string {
  const name = duckDbName(table.name);
  const columns = table.columns.map(
    (column) => `  ${duckDbColumn(column)}${column.required ? " NOT NULL" : ""}`,
  );
  return [
    `CREATE TABLE IF NOT EXISTS ${name} (\n${columns.join(",\n")}\n);`,
    `${duckDbTableComment(table)};`,
    ...table.columns.map((column) => `${duckDbComment(table, column)};`),
    "",
  ].join("\n");
}

/** A column's name and type, as CREATE TABLE and ADD COLUMN take it. */
export function duckDbColumn(column: Column): string {
  return `${duckDbName(column.name)} ${duckDbTypes[column.type]}`;
}

/** The statement that gives a table its description. */
export function duckDbTableComment({ name, description }: TableSpec): string {
  return `COMMENT ON TABLE ${duckDbName(name)} IS ${duckDbText(description)}`;
}

/** The statement that gives a column its description. */
export function duckDbComment(table: TableSpec, column: Column): string {
  return `COMMENT ON COLUMN ${duckDbName(table.name)}.${duckDbName(column.name)} IS ${duckDbText(column.description)}`;
}

/** A name, quoted: some columns are called as keywords are. */
export function duckDbName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text literal. */
export function duckDbText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
