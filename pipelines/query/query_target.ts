import type { Dialect } from "../warehouses/view_files";

/** A value of a result: dates, times and what has no form of its own in JSON are text. */
export type Cell = string | number | boolean | null;

export interface QueryColumn {
  readonly name: string;
  readonly isNumber: boolean;
}

export interface QueryResult {
  readonly columns: readonly QueryColumn[];
  /** In parts, as they arrive. Whoever stops early leaves the rest unread. */
  readonly rows: AsyncIterable<readonly Cell[][]>;
}

/** A warehouse that is only read. */
export interface QueryTarget {
  /** As a person would write it: `duckdb:out/warehouse.duckdb` or `bigquery:project.dataset`. */
  readonly url: string;
  readonly dialect: Dialect;

  /**
   * Runs one statement that reads.
   * @throws ActionableError for SQL that is wrong or would change something
   */
  run(sql: string): Promise<QueryResult>;

  /**
   * Checks a statement as `run` does, and does not run it.
   * @returns how many bytes it would read; null where that is not known
   * @throws ActionableError for SQL that is wrong or would change something
   */
  check(sql: string): Promise<number | null>;

  /** The names of its tables and views. */
  tables(): Promise<string[]>;

  /** Whether it holds the sample market; false where that can't be read. */
  holdsSample(): Promise<boolean>;

  close(): Promise<void>;
}
