import type { Column, TableSpec } from "../table";

/** A column of a view: any of them may be null. */
export type ViewColumn = Omit<Column, "required">;

/**
 * What a person has to know of a view. Its SQL is sql/views/<name>.sql, whose columns are these, in
 * this order; the descriptions in DuckDB, BigQuery and the docs are derived from here.
 */
export interface ViewSpec {
  readonly name: string;
  /** One row of it, and which; begins with a sentence that stands alone. */
  readonly description: string;
  readonly columns: readonly ViewColumn[];
}

/** Some columns of a table, or all, which a view shows as they are. */
export function columnsOf(table: TableSpec, ...names: readonly string[]): ViewColumn[] {
  if (names.length === 0) return table.columns.map(shown);
  return names.map((name) => {
    const column = table.columns.find((one) => one.name === name);
    if (!column) throw new Error(`${table.name} has no column ${name}.`);
    return shown(column);
  });
}

function shown({ name, type, description }: Column): ViewColumn {
  return { name, type, description };
}
