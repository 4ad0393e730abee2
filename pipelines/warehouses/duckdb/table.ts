import {
  duckDbColumn,
  duckDbComment,
  duckDbDdl,
  duckDbName,
  duckDbTableComment,
  duckDbText,
  duckDbTypes,
} from "../../../schemas/duckdb_ddl";
import type { TableSpec } from "../../../schemas/table";
import { ActionableError } from "../../core/actionable_error";
import type { DuckDbSession } from "./database";

interface FoundColumn {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
}

/** What a name stands for in the file. */
interface FoundTable {
  readonly columns: FoundColumn[];
  readonly isView: boolean;
  readonly description: string | null;
}

/** @throws ActionableError with every difference when one of the tables has another schema */
export async function checkTables(
  session: DuckDbSession,
  tables: readonly TableSpec[],
  file: string,
): Promise<void> {
  const found = await tablesFound(session, tables);
  for (const table of tables) refuseDifferences(table, found.get(table.name), file);
}

/**
 * Creates tables, or adds the columns that they lack at the end.
 * @throws ActionableError with every difference when a table has another schema.
 */
export async function prepareTables(
  session: DuckDbSession,
  tables: readonly TableSpec[],
  file: string,
): Promise<void> {
  const found = await tablesFound(session, tables);
  for (const table of tables) await prepareTable(session, table, found.get(table.name), file);
}

export async function tableExists(session: DuckDbSession, table: TableSpec): Promise<boolean> {
  return (await relations(session)).some(({ name }) => name === table.name);
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
  refuseDifferences(table, found, file);
  if (found.description !== table.description) await session.run(duckDbTableComment(table));
  for (const column of table.columns.slice(found.columns.length)) {
    // Existing rows have no value for it, so it is nullable even when it is required.
    await session.run(`ALTER TABLE ${duckDbName(table.name)} ADD COLUMN ${duckDbColumn(column)}`);
    await session.run(duckDbComment(table, column));
  }
}

function refuseDifferences(table: TableSpec, found: FoundTable | undefined, file: string): void {
  if (!found) return;
  const differences = found.isView ? ["it is a view"] : differencesOf(table, found.columns);
  if (differences.length === 0) return;
  throw new ActionableError(
    `The table ${table.name} in ${file} has another schema: ${differences.join("; ")}.`,
    "Move the file away or choose another --warehouse=duckdb:FILE; its tables are loaded again from the CSV files.",
  );
}

/** By name. `duckdb_columns()` has them all at once, but describes DuckDB's own many tables first. */
async function tablesFound(
  session: DuckDbSession,
  tables: readonly TableSpec[],
): Promise<Map<string, FoundTable>> {
  const found = new Map<string, FoundTable>();
  for (const { name, is_view, comment } of await relations(session)) {
    if (!tables.some((table) => table.name === name)) continue;
    const isView = is_view === true;
    const columns = isView ? [] : await columnsFound(session, String(name));
    found.set(String(name), { isView, columns, description: comment as string | null });
  }
  return found;
}

/** The names, kinds and comments of all tables and views. */
function relations(session: DuckDbSession) {
  const here = "database_name = current_database() AND schema_name = current_schema()";
  return session.rows(
    `SELECT table_name AS name, false AS is_view, comment FROM duckdb_tables() WHERE ${here}
     UNION ALL SELECT view_name, true, NULL FROM duckdb_views() WHERE ${here}`,
  );
}

async function columnsFound(session: DuckDbSession, table: string): Promise<FoundColumn[]> {
  const rows = await session.rows(
    `SELECT name, type, "notnull" AS required FROM pragma_table_info(${duckDbText(table)})
     ORDER BY cid`,
  );
  return rows.map(({ name, type, required }) => ({
    name: String(name),
    type: String(type).replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ"),
    required: required === true,
  }));
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
