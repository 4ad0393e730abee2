import {
  duckDbColumn,
  duckDbComment,
  duckDbDdl,
  duckDbName,
  duckDbText,
  duckDbTypes,
} from "../../schemas/duckdb_ddl";
import type { TableSpec } from "../../schemas/table";
import { Problem } from "../problem";
import type { DuckDbSession } from "./duckdb_database";

interface FoundColumn {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
}

/** What a name stands for in the file. */
interface FoundTable {
  readonly columns: FoundColumn[];
  readonly isView: boolean;
}

/**
 * Creates tables, or adds the columns that they lack at the end.
 * @throws Problem with every difference when one is of another shape.
 */
export async function prepareTables(
  session: DuckDbSession,
  tables: readonly TableSpec[],
  file: string,
): Promise<void> {
  const found = await tablesFound(session, tables);
  for (const table of tables) await prepareTable(session, table, found.get(table.name), file);
}

async function prepareTable(
  session: DuckDbSession,
  table: TableSpec,
  found: FoundTable | undefined,
  file: string,
): Promise<void> {
  if (!found) {
    await session.run(duckDbDdl(table));
    return;
  }
  const differences = found.isView ? ["it is a view"] : differencesOf(table, found.columns);
  if (differences.length > 0) {
    throw new Problem(
      `The table ${table.name} in ${file} is of another shape: ${differences.join("; ")}.`,
      "Move the file away or choose another --warehouse=duckdb:FILE; its tables are loaded again from the CSV files.",
    );
  }
  for (const column of table.columns.slice(found.columns.length)) {
    // Rows that are there already know nothing of it, so it can be null even when it is required.
    await session.run(`ALTER TABLE ${duckDbName(table.name)} ADD COLUMN ${duckDbColumn(column)}`);
    await session.run(duckDbComment(table, column));
  }
}

/** By name, in one query: each takes longer than what it asks. */
async function tablesFound(
  session: DuckDbSession,
  tables: readonly TableSpec[],
): Promise<Map<string, FoundTable>> {
  const here = "database_name = current_database() AND schema_name = current_schema()";
  const names = tables.map(({ name }) => duckDbText(name)).join(", ");
  const rows = await session.rows(
    `SELECT table_name AS table, column_name AS name, data_type AS type,
       NOT is_nullable AS required,
       table_name IN (SELECT view_name FROM duckdb_views() WHERE ${here}) AS view
     FROM duckdb_columns() WHERE ${here} AND table_name IN (${names})
     ORDER BY column_index`,
  );
  const found = new Map<string, FoundTable>();
  for (const { table, name, type, required, view } of rows) {
    const known = found.get(String(table)) ?? { columns: [], isView: view === true };
    found.set(String(table), known);
    known.columns.push({
      name: String(name),
      type: String(type).replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ"),
      required: required === true,
    });
  }
  return found;
}

function differencesOf(table: TableSpec, found: readonly FoundColumn[]): string[] {
  return found.flatMap((column, index) => {
    const place = `column ${index + 1} is ${column.name} ${column.type}`;
    const expected = table.columns[index];
    if (!expected) return [`${place}, and there should be none`];
    const type = duckDbTypes[expected.type];
    if (column.name !== expected.name || column.type !== type) {
      return [`${place} instead of ${expected.name} ${type}`];
    }
    return column.required && !expected.required ? [`${place} NOT NULL, and may be null`] : [];
  });
}
