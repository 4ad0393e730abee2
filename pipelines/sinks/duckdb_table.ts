import {
  duckDbColumn,
  duckDbComment,
  duckDbDdl,
  duckDbName,
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

/**
 * Creates a table, or adds the columns that it lacks at the end.
 * @throws Problem with every difference when it is of another shape.
 */
export async function prepareTable(
  session: DuckDbSession,
  table: TableSpec,
  file: string,
): Promise<void> {
  const found = await columnsOf(session, table);
  if (found.length === 0) {
    await session.run(duckDbDdl(table));
    return;
  }
  const differences = (await isView(session, table))
    ? ["it is a view"]
    : differencesOf(table, found);
  if (differences.length > 0) {
    throw new Problem(
      `The table ${table.name} in ${file} is of another shape: ${differences.join("; ")}.`,
      "Move the file away or choose another --warehouse=duckdb:FILE; its tables are loaded again from the CSV files.",
    );
  }
  for (const column of table.columns.slice(found.length)) {
    // Rows that are there already know nothing of it, so it can be null even when it is required.
    await session.run(`ALTER TABLE ${duckDbName(table.name)} ADD COLUMN ${duckDbColumn(column)}`);
    await session.run(duckDbComment(table, column));
  }
}

async function columnsOf(session: DuckDbSession, table: TableSpec): Promise<FoundColumn[]> {
  const rows = await session.rows(
    `SELECT column_name AS name, data_type AS type, NOT is_nullable AS required
     FROM duckdb_columns()
     WHERE database_name = current_database() AND schema_name = current_schema()
       AND table_name = $table
     ORDER BY column_index`,
    { table: table.name },
  );
  return rows.map(({ name, type, required }) => ({
    name: String(name),
    type: String(type).replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ"),
    required: required === true,
  }));
}

async function isView(session: DuckDbSession, table: TableSpec): Promise<boolean> {
  const views = await session.rows(
    `SELECT view_name FROM duckdb_views()
     WHERE database_name = current_database() AND schema_name = current_schema()
       AND view_name = $table`,
    { table: table.name },
  );
  return views.length > 0;
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
