import { allTables } from "../../schemas/tables";
import { ActionableError } from "../core/actionable_error";
import { UsageError } from "../options/usage_error";
import { duckDbError, messageOf } from "../warehouses/duckdb/errors";
import { MissingTableError } from "./missing_table_error";
import { nameAdvice } from "./name_advice";
import { visibleText } from "./visible_text";

/** What is known of the warehouse that a query has asked. */
interface Asked {
  readonly file: string;
  /** Its tables and views. */
  readonly names: readonly string[];
  /** The project's views that it can't have, with the table that each lacks. */
  readonly withoutTable: ReadonlyMap<string, string>;
}

const projectTables = new Set(allTables.map(({ name }) => name));

/** The table that DuckDB says does not exist. */
export function missingTableOf(error: unknown): string | undefined {
  return /Table with name (\S+) does not exist/.exec(messageOf(error))?.[1];
}

/** Whether DuckDB refuses to prepare a text because it has several statements. */
export function isNotOneStatement(error: unknown): boolean {
  return messageOf(error).includes("Cannot prepare multiple statements");
}

/** What DuckDB says about a query, in one line; an error of another kind is returned as it is. */
export function queryError(error: unknown, asked: Asked): unknown {
  if (error instanceof UsageError) return error;
  const known = duckDbError(error, asked.file);
  if (known instanceof ActionableError) return known;
  const missing = missingTableOf(error);
  if (missing !== undefined) return missingTableError(missing, asked, error);
  const message = messageOf(error);
  if (!/^(Parser|Binder|Catalog|Conversion|Invalid Input|Out of Range) Error/i.test(message)) {
    return error;
  }
  const [line = message] = message.split(/\n\s*\n?LINE \d+:/);
  const shown = visibleText(line.replace(/\s*\n\s*/g, " ").trim());
  return new ActionableError(
    `duckdb:${asked.file} refuses the query: ${shown}`.replace(/[.!]?$/, "."),
    "Correct the SQL: it is DuckDB's.",
    { cause: error },
  );
}

function missingTableError(missing: string, asked: Asked, cause: unknown): ActionableError {
  const table = asked.withoutTable.get(missing) ?? missing;
  const reader = table === missing ? "" : `, which ${missing} reads`;
  return new MissingTableError(
    `duckdb:${asked.file} has no table ${visibleText(table)}${reader}.`,
    projectTables.has(table)
      ? "Run the pipeline that fills it first: without a name, a command runs all of them."
      : nameAdvice(table, asked.names),
    { cause },
  );
}
