import { resolve } from "node:path";
import { duckDbName, duckDbTypes } from "../../../schemas/duckdb_ddl";
import type { Row, TableSpec } from "../../../schemas/table";
import { type LocalCsv, withLocalCsv } from "./local_csv";
import { DuckDbDatabase, type DuckDbOptions } from "./database";
import { partitionFilter, replaceRows } from "./load";
import { checkTables, prepareTables, tableExists } from "./table";
import type { View } from "../view_files";
import type { CsvFile, Replacement, TableLoad, Warehouse } from "../warehouse";
import { updateDuckDbViews } from "./views";

/** A DuckDB file as the warehouse. A load is one transaction, and so atomic, also after a crash. */
export class DuckDbWarehouse implements Warehouse {
  readonly url: string;
  readonly dialect = "duckdb";
  private readonly file: string;
  private readonly database: DuckDbDatabase;

  constructor(file: string, options: DuckDbOptions = {}) {
    this.url = `duckdb:${file}`;
    this.file = file;
    this.database = new DuckDbDatabase(resolve(file), options);
  }

  async prepare(...tables: TableSpec[]): Promise<void> {
    await this.database.change((session) => prepareTables(session, tables, this.file));
  }

  async check(...tables: TableSpec[]): Promise<void> {
    await this.database.use((session) => checkTables(session, tables, this.file));
  }

  async exists(table: TableSpec): Promise<boolean> {
    return this.database.use((session) => tableExists(session, table));
  }

  async countRows(table: TableSpec, date?: string): Promise<number> {
    const filter = date === undefined ? "true" : partitionFilter(table, date);
    const [counted] = await this.database.use((session) =>
      session.rows(`SELECT count(*) AS rows FROM ${duckDbName(table.name)} WHERE ${filter}`),
    );
    return Number(counted?.rows);
  }

  async distinct(table: TableSpec, column: string): Promise<string[]> {
    const rows = await this.database.use((session) =>
      session.rows(
        `SELECT DISTINCT ${duckDbName(column)} AS value FROM ${duckDbName(table.name)}
         WHERE value IS NOT NULL ORDER BY value`,
      ),
    );
    return rows.map(({ value }) => String(value));
  }

  async load(table: TableSpec, csv: CsvFile, replacement: Replacement): Promise<number> {
    const [rows = 0] = await this.loadAll([{ table, csv, replacement }]);
    return rows;
  }

  async loadAll(loads: readonly TableLoad[]): Promise<number[]> {
    return withLocalCsvs(loads, (files) =>
      this.database.change(async (session) => {
        const rows: number[] = [];
        for (const [index, { table, replacement }] of loads.entries()) {
          const { date, clear = false } = replacement;
          const csv = files[index];
          if (csv) rows.push(await replaceRows(session, table, csv, date, clear));
        }
        return rows;
      }),
    );
  }

  async replaceDay(table: TableSpec, date: string, rows: readonly Row[]): Promise<void> {
    const name = duckDbName(table.name);
    const values = table.columns.map((column) => `$${column.name}::${duckDbTypes[column.type]}`);
    const columns = table.columns.map((column) => duckDbName(column.name));
    const insert = `INSERT INTO ${name} (${columns.join(", ")}) VALUES (${values.join(", ")})`;
    await this.database.change(async (session) => {
      await session.run(`DELETE FROM ${name} WHERE ${partitionFilter(table, date)}`);
      for (const row of rows) await session.run(insert, { ...row });
    });
  }

  async updateViews(views: readonly View[]): Promise<void> {
    await updateDuckDbViews(this.database, views);
  }

  /** The pages of the tables stay in memory until the file is closed; the next step opens it again. */
  async release(): Promise<void> {
    await this.database.close();
  }

  async close(): Promise<void> {
    await this.database.close();
  }
}

/** Gives each load's CSV as a file of this machine, in their order. */
async function withLocalCsvs<T>(
  [first, ...rest]: readonly TableLoad[],
  step: (files: readonly LocalCsv[]) => Promise<T>,
): Promise<T> {
  if (!first) return step([]);
  return withLocalCsv(first.table, first.csv, (file) =>
    withLocalCsvs(rest, (others) => step([file, ...others])),
  );
}
