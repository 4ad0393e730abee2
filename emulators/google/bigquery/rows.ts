import type { Column, Row, TableSpec, Value } from "../../../schemas/table";
import type { Cell } from "./csv";

/** Rows as the API gives them, in the forms of schemas/table.ts, by the table's primary key. */
export function rowsOf(table: TableSpec, cells: readonly (readonly Cell[])[]): Row[] {
  const keyOf = (row: Row) => JSON.stringify(table.primaryKey.map((name) => row[name]));
  return cells
    .map((row) =>
      Object.fromEntries(
        table.columns.map((column, index) => [column.name, valueOf(column, row[index] ?? null)]),
      ),
    )
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function valueOf({ type }: Column, cell: Cell): Value {
  if (cell === null) return null;
  switch (type) {
    case "INT64":
    case "FLOAT64":
    case "BIGNUMERIC":
      return Number(cell);
    case "BOOL":
      return cell === "true";
    case "TIMESTAMP":
      return new Date(Number(cell) / 1000).toISOString();
    default:
      return cell;
  }
}
