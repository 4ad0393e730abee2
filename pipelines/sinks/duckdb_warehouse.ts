import { resolve } from "node:path";
import { duckDbName } from "../../schemas/duckdb_ddl";
import type { TableSpec } from "../../schemas/table";
import { withLocalCsv } from "./checked_csv";
import { DuckDbDatabase } from "./duckdb_database";
import { partitionFilter, replaceRows } from "./duckdb_load";
import { prepareTable } from "./duckdb_table";
import type { CsvFile, Replacement, Warehouse } from "./warehouse";

/**
 * A DuckDB file as the warehouse. A load is one transaction, so that a reader, or the next run
 * after a crash, finds all of the old rows or all of the new.
 */
export class DuckDbWarehouse implements Warehouse {
  readonly url: string;
  readonly #file: string;
  readonly #database: DuckDbDatabase;

  constructor(file: string) {
    this.url = `duckdb:${file}`;
    this.#file = file;
    this.#database = new DuckDbDatabase(resolve(file));
  }

  async prepare(table: TableSpec): Promise<void> {
    await this.#database.change((session) => prepareTable(session, table, this.#file));
  }

  async countRows(table: TableSpec, date?: string): Promise<number> {
    const filter = date === undefined ? "true" : partitionFilter(table, date);
    const [counted] = await this.#database.use((session) =>
      session.rows(`SELECT count(*) AS rows FROM ${duckDbName(table.name)} WHERE ${filter}`),
    );
    return Number(counted?.rows);
  }

  async distinct(table: TableSpec, column: string): Promise<string[]> {
    const rows = await this.#database.use((session) =>
      session.rows(
        `SELECT DISTINCT ${duckDbName(column)} AS value FROM ${duckDbName(table.name)}
         WHERE value IS NOT NULL ORDER BY value`,
      ),
    );
    return rows.map(({ value }) => String(value));
  }

  async load(table: TableSpec, csv: CsvFile, replacement: Replacement): Promise<number> {
    const { date, clear = false } = replacement;
    return withLocalCsv(table, csv, (local) =>
      this.#database.change((session) => replaceRows(session, table, local, date, clear)),
    );
  }

  async close(): Promise<void> {
    await this.#database.close();
  }
}
