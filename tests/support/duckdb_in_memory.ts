import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

/** An empty DuckDB for one test. */
export interface DuckDbInMemory {
  readonly connection: DuckDBConnection;
  /**
   * Must be called: each DuckDB reserves address space for four fifths of the machine's memory, and a
   * process with several of them may fail to start another process (ENOMEM).
   */
  readonly close: () => void;
}

export async function duckDbInMemory(): Promise<DuckDbInMemory> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  return {
    connection,
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
