import type { Column, TableSpec } from "./table";

/** A day's data is late after so many hours, and missing after so many. */
const freshness = {
  warn_after: { count: 36, period: "hour" },
  error_after: { count: 60, period: "hour" },
};

/** The days that tests and freshness look at, where a query has to name partitions. */
const recentDays = 3;

/** The column that says when a row was loaded, in the tables that have one. */
const loadedAt = ["ingested_at", "finished_at"];

/**
 * The tables as sources of a dbt project (dbt 1.10 or newer), with freshness and tests; in BigQuery and
 * DuckDB alike. The project's variable crypto_schema names the dataset or schema.
 */
export function dbtSources(tables: readonly TableSpec[]): object {
  return {
    version: 2,
    sources: [
      {
        name: "crypto",
        description: "The crypto market from CoinGecko, written by crypto-pipelines.",
        schema: "{{ var('crypto_schema', 'main') }}",
        tables: tables.map(sourceTable),
      },
    ],
  };
}

function sourceTable(table: TableSpec): object {
  const loaded = table.isOccasional
    ? undefined
    : loadedAt.find((name) => table.columns.some((column) => column.name === name));
  const where = recentPartitions(table);
  return {
    name: table.name,
    description: table.description,
    ...(loaded !== undefined && {
      loaded_at_field: loaded,
      freshness: { ...freshness, ...(where !== undefined && { filter: where }) },
    }),
    columns: table.columns.map((column) => sourceColumn(table, column, where)),
  };
}

function sourceColumn(table: TableSpec, column: Column, where: string | undefined): object {
  const { name, description, type, required } = column;
  const isKey = table.primaryKey.length === 1 && table.primaryKey[0] === name;
  const config = where === undefined ? {} : { config: { where } };
  const tests = [
    ...(required ? [{ not_null: config }] : []),
    ...(isKey ? [{ unique: config }] : []),
    ...(table.foreignKeys ?? [])
      .filter((key) => key.column === name)
      .map((key) => ({
        relationships: {
          arguments: { to: `source('crypto', '${key.table}')`, field: key.references },
          ...config,
        },
      })),
  ];
  return { name, description, data_type: type, ...(tests.length > 0 && { data_tests: tests }) };
}

/** A condition in both dialects; none for a table that may be read whole. */
function recentPartitions({ partitionBy, partitionFilter }: TableSpec): string | undefined {
  if (partitionBy === undefined || partitionFilter === "optional") return undefined;
  return `${partitionBy} >= CURRENT_DATE - ${recentDays}`;
}
