import type { TableSpec } from "./table";

/** The first line of a table's CSV, with its line feed. Column names never need quotes. */
export function csvHeader(table: TableSpec): string {
  return `${table.columns.map((column) => column.name).join(",")}\n`;
}
