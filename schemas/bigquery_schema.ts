import type { ColumnType, TableSpec } from "./table";

/** A column as in BigQuery's TableFieldSchema. */
export interface BigQueryField {
  readonly name: string;
  readonly type: ColumnType;
  readonly mode: "REQUIRED" | "NULLABLE";
  readonly description: string;
}

/**
 * A table's columns in the form that BigQuery's API and `bq load --schema` take
 * (https://cloud.google.com/bigquery/docs/schemas#specifying_a_json_schema_file).
 */
export function bigQuerySchema(table: TableSpec): BigQueryField[] {
  return table.columns.map(({ name, type, required, description }) => ({
    name,
    type,
    mode: required ? "REQUIRED" : "NULLABLE",
    description,
  }));
}
