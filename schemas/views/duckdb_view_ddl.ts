import { duckDbName, duckDbText } from "../duckdb_ddl";
import type { ViewSpec } from "./view";

/**
 * The statements that make a view in DuckDB, or replace it, with its descriptions as comments.
 * @param sql its SELECT in DuckDB's dialect
 */
export function duckDbViewDdl({ name, description, columns }: ViewSpec, sql: string): string {
  const view = duckDbName(name);
  return [
    `CREATE OR REPLACE VIEW ${view} AS\n${sql.trimEnd()};`,
    `COMMENT ON VIEW ${view} IS ${duckDbText(description)};`,
    ...columns.map(
      (column) =>
        `COMMENT ON COLUMN ${view}.${duckDbName(column.name)} IS ${duckDbText(column.description)};`,
    ),
    "",
  ].join("\n");
}
