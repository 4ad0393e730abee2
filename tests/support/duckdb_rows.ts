import { DuckDBInstance, type Json } from "@duckdb/node-api";

/** The rows of a query on a DuckDB file; whole numbers of 64 bits, dates and times are text. */
export async function duckDbRows(file: string, sql: string): Promise<Record<string, Json>[]> {
  const instance = await DuckDBInstance.create(file, { access_mode: "READ_ONLY" });
  try {
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    const rows = (await connection.runAndReadAll(sql)).getRowObjectsJson();
    connection.closeSync();
    return rows;
  } finally {
    instance.closeSync();
  }
}
