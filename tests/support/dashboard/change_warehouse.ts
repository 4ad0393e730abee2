import { DuckDBInstance } from "@duckdb/node-api";

/** Runs statements on a DuckDB file. */
export async function changeWarehouse(file: string, ...statements: string[]): Promise<void> {
  const instance = await DuckDBInstance.create(file);
  try {
    const connection = await instance.connect();
    for (const statement of statements) await connection.run(statement);
    connection.closeSync();
  } finally {
    instance.closeSync();
  }
}
