import { DuckDBInstance } from "@duckdb/node-api";
import { duckDbSettings } from "../../../pipelines/warehouses/duckdb/file";
import type { ColumnType, Row, TableSpec, Value } from "../../../schemas/table";

/** A column as text, or as bytes in hex: the client's own decoder drops a byte order mark. */
function selected(name: string, type: ColumnType): string {
  switch (type) {
    case "STRING":
      return `hex("${name}") AS "${name}"`;
    case "TIMESTAMP":
      return `strftime("${name}", '%Y-%m-%dT%H:%M:%S.%gZ') AS "${name}"`;
    default:
      return `"${name}"`;
  }
}

function valueOf(type: ColumnType, value: Value): Value {
  if (typeof value !== "string") return value;
  if (type === "STRING") return Buffer.from(value, "hex").toString();
  return type === "INT64" ? Number(value) : value;
}

/** All rows of a table by primary key, read by a connection of its own. */
export async function duckDbRows(file: string, table: TableSpec): Promise<Row[]> {
  const columns = table.columns.map(({ name, type }) => selected(name, type));
  const rows = await query(
    file,
    `SELECT ${columns.join(", ")} FROM ${table.name} ORDER BY ${table.primaryKey.join(", ")}`,
  );
  return rows.map((row) =>
    Object.fromEntries(
      table.columns.map(({ name, type }) => [name, valueOf(type, row[name] ?? null)]),
    ),
  );
}

/** Asks as a person with DuckDB's own client would; what this process has open is shared. */
export async function query(file: string, sql: string): Promise<Row[]> {
  const instance = await DuckDBInstance.fromCache(file, duckDbSettings);
  const connection = await instance.connect();
  try {
    await connection.run("SET TimeZone = 'UTC'");
    return (await connection.runAndReadAll(sql)).getRowObjectsJson() as Row[];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
