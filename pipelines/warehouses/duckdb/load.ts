import { duckDbName, duckDbText, duckDbTypes } from "../../../schemas/duckdb_ddl";
import type { TableSpec } from "../../../schemas/table";
import { ActionableError } from "../../core/actionable_error";
import type { LocalCsv } from "./local_csv";
import { messageOf } from "./errors";
import type { DuckDbSession } from "./database";

/** The condition of the rows that a load replaces. */
export function partitionFilter(table: TableSpec, date: string | undefined): string {
  if ((date === undefined) === (table.partitionBy === undefined)) {
    return table.partitionBy
      ? `${duckDbName(table.partitionBy)} = ${duckDbText(date ?? "")}::DATE`
      : "true";
  }
  throw new Error(`${table.name} ${date ? "has no partition" : "needs the date of a partition"}.`);
}

/**
 * Replaces a day or a whole table by a CSV, inside the session's transaction.
 * @returns how many rows the day or table now holds.
 * @throws ActionableError when a record does not fit: the caller rolls the transaction back.
 */
export async function replaceRows(
  session: DuckDbSession,
  table: TableSpec,
  csv: LocalCsv,
  date: string | undefined,
  clear: boolean,
): Promise<number> {
  const name = duckDbName(table.name);
  const filter = partitionFilter(table, date);
  await session.run(`DELETE FROM ${name} WHERE ${clear ? "true" : filter}`);
  const columns = table.columns.map((column) => duckDbName(column.name)).join(", ");
  const inserted = await session
    .run(`INSERT INTO ${name} (${columns}) SELECT ${columns} FROM ${records(table, csv)}`)
    .catch((error: unknown) => {
      throw recordError(error, csv);
    });
  if (inserted !== csv.rows) {
    throw loadError(
      `${csv.name} holds ${inserted} records, not the ${csv.rows} that were written.`,
    );
  }
  await checkDates(session, table, csv, filter);
  await checkRequired(session, table, csv, filter);
  await checkKeys(session, table, csv, filter);
  return inserted;
}

/** The CSV as a table function, in the dialect of csv_record.ts; nothing is auto-detected. */
function records(table: TableSpec, csv: LocalCsv): string {
  const types = table.columns.map(
    ({ name, type }) => `${duckDbText(name)}: ${duckDbText(duckDbTypes[type])}`,
  );
  // One thread only: DuckDB's parallel reader splits records at line breaks inside quotes.
  return `read_csv(${duckDbText(csv.file)}, columns = {${types.join(", ")}}, auto_detect = false,
    header = true, delim = ',', quote = '"', escape = '"', new_line = '\\n', nullstr = '',
    encoding = 'utf-8', strict_mode = true, parallel = false, max_line_size = 8000000,
    buffer_size = 16000000)`;
}

async function checkDates(
  session: DuckDbSession,
  table: TableSpec,
  csv: LocalCsv,
  filter: string,
): Promise<void> {
  const [counted] = await session.rows(
    `SELECT count(*) AS rows FROM ${duckDbName(table.name)} WHERE ${filter}`,
  );
  if (Number(counted?.rows) === csv.rows) return;
  const [stray] = await session.rows(
    `SELECT ${keyOf(table)} AS key FROM ${records(table, csv)} WHERE (${filter}) IS NOT TRUE LIMIT 1`,
  );
  throw loadError(`${csv.name} holds a record of another date: ${String(stray?.key)}.`);
}

/** A required column that was added to a table later has no constraint. */
async function checkRequired(
  session: DuckDbSession,
  table: TableSpec,
  csv: LocalCsv,
  filter: string,
): Promise<void> {
  const required = table.columns.filter((column) => column.required);
  if (required.length === 0) return;
  const missing = required.map(
    ({ name }) => `count(*) - count(${duckDbName(name)}) AS ${duckDbName(name)}`,
  );
  const [counts = {}] = await session.rows(
    `SELECT ${missing.join(", ")} FROM ${duckDbName(table.name)} WHERE ${filter}`,
  );
  const column = required.find(({ name }) => Number(counts[name]) > 0);
  if (column)
    throw loadError(
      `${csv.name} holds no ${column.name} in ${String(counts[column.name])} records.`,
    );
}

async function checkKeys(
  session: DuckDbSession,
  table: TableSpec,
  csv: LocalCsv,
  filter: string,
): Promise<void> {
  const key = table.primaryKey.map(duckDbName).join(", ");
  const [twice] = await session.rows(
    `SELECT ${keyOf(table)} AS key, count(*) AS times FROM ${duckDbName(table.name)}
     WHERE ${filter} GROUP BY ${key} HAVING count(*) > 1 ORDER BY ${key} LIMIT 1`,
  );
  if (twice)
    throw loadError(`${csv.name} holds ${String(twice.key)} ${String(twice.times)} times.`);
}

/** The primary key as a person reads it: `asset_id bitcoin`. */
function keyOf(table: TableSpec): string {
  const parts = table.primaryKey.map(
    (name) => `${duckDbText(`${name} `)} || coalesce(${duckDbName(name)}::VARCHAR, 'null')`,
  );
  return parts.join(" || ', ' || ");
}

function recordError(error: unknown, csv: LocalCsv): unknown {
  const message = messageOf(error);
  const line = /CSV Error on Line: (\d+)/.exec(message)?.[1];
  const column = /NOT NULL constraint failed: \S*?\.(\S+)/.exec(message)?.[1];
  const what = message
    .split("\n")
    .find((text) =>
      /^(Error when|Expected Number|Value with|Invalid unicode|Maximum line)/.test(text),
    );
  if (column) return loadError(`${csv.name} holds a record without ${column}.`, error);
  if (line) {
    // DuckDB counts the header too, and a record with line breaks once.
    return loadError(
      `${csv.name} has a bad record, number ${Number(line) - 1}: ${what ?? "it is unreadable"}.`,
      error,
    );
  }
  return error;
}

function loadError(what: string, cause?: unknown): ActionableError {
  return new ActionableError(what, "Nothing was loaded. Run again: that writes the file again.", {
    cause,
  });
}
