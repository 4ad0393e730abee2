import { once } from "node:events";
import type { Writable } from "node:stream";
import { stringify } from "csv-stringify/sync";
import type { Format } from "./query_arguments";
import type { Cell, QueryColumn, QueryResult } from "./query_target";
import { tableText } from "./table_text";

/** A table longer than this is not read by eye. */
const longestTable = 1000;

/**
 * Prints a result: a table, of which only the beginning is read where it is long, or all rows.
 * @returns how many rows were printed, and whether there are more
 */
export async function printResult(
  { columns, rows }: QueryResult,
  format: Format,
  out: Writable & { readonly columns?: number },
): Promise<{ printed: number; hasMore: boolean }> {
  if (format === "table") {
    const { first, hasMore } = await firstRows(rows, longestTable);
    await write(out, tableText(columns, first, out.columns));
    return { printed: first.length, hasMore };
  }
  if (format === "csv") await write(out, stringify([columns.map(({ name }) => name)]));
  let printed = 0;
  for await (const part of rows) {
    await write(out, format === "csv" ? csv(part) : jsonLines(columns, part));
    printed += part.length;
    if (out.destroyed) break;
  }
  return { printed, hasMore: false };
}

async function firstRows(rows: AsyncIterable<readonly Cell[][]>, count: number) {
  const first: Cell[][] = [];
  for await (const part of rows) {
    first.push(...part);
    if (first.length > count) return { first: first.slice(0, count), hasMore: true };
  }
  return { first, hasMore: false };
}

function csv(rows: readonly Cell[][]): string {
  // As the files: null is empty, numbers and booleans are plain text.
  return stringify(
    rows.map((row) => row.map((value) => (typeof value === "boolean" ? String(value) : value))),
  );
}

function jsonLines(columns: readonly QueryColumn[], rows: readonly Cell[][]): string {
  return rows
    .map((row) => {
      const object = Object.fromEntries(columns.map(({ name }, index) => [name, row[index]]));
      return `${escaped(JSON.stringify(object))}\n`;
    })
    .join("");
}

/** JSON.stringify leaves control characters of the second range, which some terminals obey. */
function escaped(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Waits for a slow reader; one that is gone is waited for no longer. */
async function write(out: Writable, text: string): Promise<void> {
  if (out.destroyed || out.write(text)) return;
  await Promise.race([once(out, "drain"), once(out, "close")]).catch(() => undefined);
}
