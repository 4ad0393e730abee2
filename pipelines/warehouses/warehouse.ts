import type { Row, TableSpec } from "../../schemas/table";
import type { ObjectStore } from "../storage/object_store";
import type { Dialect, View } from "./view_files";

/** A finished CSV of a table: header, then one record a row, as storage/csv/csv_record.ts writes it. */
export interface CsvFile {
  readonly store: ObjectStore;
  readonly path: string;
  readonly rows: number;
  readonly sha256: string;
}

/** What a load replaces: one day of a partitioned table, or (no date) the whole table. */
export interface Replacement {
  /** `YYYY-MM-DD`; given for tables with `partitionBy`, and only for those. */
  readonly date?: string;
  /** Also removes every other row of the table first: for a table of another currency or market. */
  readonly clear?: boolean;
}

/** One of several loads that belong together. */
export interface TableLoad {
  readonly table: TableSpec;
  readonly csv: CsvFile;
  readonly replacement: Replacement;
}

/**
 * A database that holds the star schema. Every implementation passes tests/warehouses/warehouse_suite.ts.
 */
export interface Warehouse {
  /** As on the command line: `duckdb:out/warehouse.duckdb` or `bigquery:project.dataset`. */
  readonly url: string;
  readonly dialect: Dialect;

  /**
   * Creates what is missing (file, dataset, tables, columns at the end).
   * @throws ActionableError when the place can't be used or a table has another schema
   */
  prepare(...tables: TableSpec[]): Promise<void>;

  /**
   * Throws what `prepare` would throw, as far as reading shows it, and creates nothing.
   * @throws ActionableError when the place can't be read or a table has another schema
   */
  check(...tables: TableSpec[]): Promise<void>;

  /** Whether there is such a table, prepared or not. */
  exists(table: TableSpec): Promise<boolean>;

  /** How many rows a day of a partitioned table (or, without a date, the whole table) holds. */
  countRows(table: TableSpec, date?: string): Promise<number>;

  /** The distinct values of a STRING column, sorted. */
  distinct(table: TableSpec, column: string): Promise<string[]>;

  /**
   * Replaces a day or a table by a CSV, atomically and idempotently.
   * @throws ActionableError, with nothing changed, when a row does not fit
   * @returns how many rows the day or table then holds.
   */
  load(table: TableSpec, csv: CsvFile, replacement: Replacement): Promise<number>;

  /**
   * As `load`, for each in turn: in one transaction where the database has transactions over tables
   * (DuckDB); elsewhere (BigQuery's load jobs) one after the other, up to the first that fails.
   */
  loadAll(loads: readonly TableLoad[]): Promise<number[]>;

  /** Replaces a day of a partitioned table by a few rows, atomically. */
  replaceDay(table: TableSpec, date: string, rows: readonly Row[]): Promise<void>;

  /** Makes the views whose tables are there; absent where the set-up makes them. */
  updateViews?(views: readonly View[]): Promise<void>;

  /** Gives back the memory that loads have taken; absent where they take none of this process. */
  release?(): Promise<void>;

  close(): Promise<void>;
}

/** What of a warehouse only reads it. */
export type WarehouseReader = Pick<
  Warehouse,
  "url" | "dialect" | "check" | "exists" | "countRows" | "distinct" | "close"
>;
