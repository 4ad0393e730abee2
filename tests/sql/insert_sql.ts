import { allTables } from "../../schemas/tables";

const fillers: Readonly<Record<string, string>> = {
  STRING: "''",
  DATE: "DATE '2026-01-01'",
  BOOL: "true",
  TIMESTAMP: "TIMESTAMPTZ '2026-01-06'",
};

/** DuckDB's INSERT of these values, and of fillers for the other required columns. */
export function insertSql(table: string, values: Record<string, string>, from: string): string {
  const columns = allTables.find(({ name }) => name === table)?.columns ?? [];
  const given = columns.flatMap(({ name, type, required }) => {
    const value = values[name] ?? (required ? (fillers[type] ?? "1") : undefined);
    return value === undefined ? [] : [`${value} AS ${name}`];
  });
  return `INSERT INTO ${table} BY NAME SELECT ${given.join(", ")} FROM ${from}`;
}
