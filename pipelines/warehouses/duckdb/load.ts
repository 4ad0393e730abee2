import { duckDbName, duckDbText, duckDbTypes } from "../../../schemas/duckdb_ddl";
import type { TableSpec } from "../../../schemas/table";
import { ActionableError } from "../../core/actionable_error";
import type { LocalCsv } from "./local_csv";
import { messageOf } from "./errors";
import type { DuckDbSession } from "./database";

/** The condition that picks the rows which a load replaces. */
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
 * @throws Problem when a record does not fit: the transaction is then to be rolled back.
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
      throw recordProblem(error, csv);
    });
  if (inserted !== csv.rows) {
    throw misfit(`${csv.name} holds ${inserted} records, not the ${csv.rows} that were written.`);
  }
  await checkDates(session, table, csv, filter);
  await checkRequired(session, table, csv, filter);
  await checkKeys(session, table, csv, filter);
  return inserted;
}

/** The CSV as a table, in the dialect that csv.ts writes; nothing in it is guessed. */
function records(table: TableSpec, csv: LocalCsv): string {
  const types = table.columns.map(
    ({ name, type }) => `${duckDbText(name)}: ${duckDbText(duckDbTypes[type])}`,
  );
  // One thread only: a record with a line break in quotes would mislead several.
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
  const [held] = await session.rows(
    `SELECT count(*) AS rows FROM ${duckDbName(table.name)} WHERE ${filter}`,
  );
  if (Number(held?.rows) === csv.rows) return;
  const [stray] = await session.rows(
    `SELECT ${keyOf(table)} AS key FROM ${records(table, csv)} WHERE (${filter}) IS NOT TRUE LIMIT 1`,
  );
  throw misfit(`${csv.name} holds a record of another date: ${String(stray?.key)}.`);
}

/** A table that got a required column later has no constraint on it. */
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
    throw misfit(`${csv.name} holds no ${column.name} in ${String(counts[column.name])} records.`);
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
  if (twice) throw misfit(`${csv.name} holds ${String(twice.key)} ${String(twice.times)} times.`);
}

/** The primary key as a person reads it: `asset_id bitcoin`. */
function keyOf(table: TableSpec): string {
  const parts = table.primaryKey.map(
    (name) => `${duckDbText(`${name} `)} || coalesce(${duckDbName(name)}::VARCHAR, 'null')`,
  );
  return parts.join(" || ', ' || ");
}

function recordProblem(error: unknown, csv: LocalCsv): unknown {
  const message = messageOf(error);
  const line = /CSV Error on Line: (\d+)/.exec(message)?.[1];
  const column = /NOT NULL constraint failed: \S*?\.(\S+)/.exec(message)?.[1];
  const what = message
    .split("\n")
    .find((text) =>
      /^(Error when|Expected Number|Value with|Invalid unicode|Maximum line)/.test(text),
    );
  if (column) return misfit(`${csv.name} holds a record without ${column}.`, error);
  if (line) {
    // DuckDB counts the header too, and a record with line breaks once.
    return misfit(
      `${csv.name} has a bad record, number ${Number(line) - 1}: ${what ?? "it is unreadable"}.`,
      error,
    );
  }
  return error;
}

function misfit(what: string, cause?: unknown): ActionableError {
  return new ActionableError(
    what,
    "Nothing was loaded. Run again: the file is then written anew.",
    {
      cause,
    },
  );
}
