import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

/** An empty DuckDB of a test's own. */
export interface DuckDbInMemory {
  readonly connection: DuckDBConnection;
  /**
   * To be called: each DuckDB keeps addresses for four fifths of the machine's memory, and a process
   * with several of them may start no other (ENOMEM).
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
