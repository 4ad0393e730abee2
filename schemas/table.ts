/** The column types of BigQuery that the tables use; every other dialect is derived from them. */
export type ColumnType =
  "STRING" | "INT64" | "FLOAT64" | "BIGNUMERIC" | "BOOL" | "DATE" | "TIMESTAMP";

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** BigQuery's REQUIRED, DuckDB's NOT NULL. */
  readonly required?: boolean;
  /** One sentence: meaning, unit, and where the value comes from. */
  readonly description: string;
}

/** A column that holds another table's primary key. */
export interface ForeignKey {
  readonly column: string;
  readonly table: string;
  readonly references: string;
}

/**
 * Everything the project knows of one table, said once: the row type, the CSV's header and order,
 * BigQuery's schema, DuckDB's DDL and the documentation are all derived from it.
 */
export interface TableSpec {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly Column[];
  /** The columns that identify a row. */
  readonly primaryKey: readonly string[];
  /** How the star schema joins; BigQuery uses it to plan queries, and enforces nothing. */
  readonly foreignKeys?: readonly ForeignKey[];
  /** The DATE column by which the table is partitioned by day, and replaced a day at a time. */
  readonly partitionBy?: string;
  /** Whether a query has to name partitions; a table of a few rows a day may be read whole. */
  readonly partitionFilter?: "optional";
  readonly clusterBy?: readonly string[];
  /** The order of the rows in the CSV, ascending, nulls last: it makes every run give the same bytes. */
  readonly orderBy: readonly string[];
  /**
   * Where the CSV lies under the output, `{date}` standing for the snapshot date; undefined for a
   * table that only the warehouse holds.
   */
  readonly csv?: string;
  /** Of two rows of one key, the one whose values here are greater stays; null is the least. */
  readonly latestBy?: readonly string[];
  /** It is filled where that is asked for: that its newest row is old is no sign of a fault. */
  readonly isOccasional?: true;
}

interface ValueOf {
  STRING: string;
  INT64: number;
  FLOAT64: number;
  BIGNUMERIC: number;
  BOOL: boolean;
  /** `YYYY-MM-DD` */
  DATE: string;
  /** UTC, `YYYY-MM-DDTHH:MM:SS.sssZ` */
  TIMESTAMP: string;
}

/** A value of any column: plain JSON, so that it survives every runner's coder. */
export type Value = ValueOf[ColumnType] | null;

/** The type of a table's rows, derived from its spec: a column that is not required can be null. */
export type RowOf<Spec extends TableSpec> = {
  [C in Spec["columns"][number] as C["name"]]: C extends { required: true }
    ? ValueOf[C["type"]]
    : ValueOf[C["type"]] | null;
};

/** A row of any table. */
export type Row = Readonly<Record<string, Value>>;
