import type { Row, TableSpec } from "../../../schemas/table";
import { fnvHash } from "../../core/text/fnv_hash";
import { csvRecord } from "../../storage/csv/csv_record";

/**
 * A line of a file that is yet to be written: its text, and the keys by which it is deduplicated and
 * sorted. It crosses the shuffle as text, which is smaller and faster than a row of many fields.
 */
export interface SortedLine {
  /** `<day>/<file>/<hash bucket of its id>`: all lines of one id of a file are in one part. */
  readonly part: string;
  readonly id: string;
  /** The sort key, compared by code point. */
  readonly order: string;
  /** Of several lines of one id, the one with the greatest version is kept. */
  readonly version: string;
  readonly text: string;
}

/** The number of hash buckets of a file's lines: as many workers can sort them at once. */
export const partitions = 8;

/** The partition (hash bucket) of an id. */
export function partitionOf(id: string): number {
  return fnvHash(id) % partitions;
}

/**
 * @param date the day of the file
 * @param file the name of a table, or of the dead-letter records
 */
export function partOf(date: string, file: string, partition: number): string {
  return `${date}/${file}/${partition}`;
}

/** The day and the file to which the lines of a part belong. */
export function fileOf(part: string): { readonly date: string; readonly file: string } {
  const [date = "", file = ""] = part.split("/");
  return { date, file };
}

/** @param date the day of the run that publishes the row */
export function toSortedLine(date: string, table: TableSpec, row: Row): SortedLine {
  const id = table.primaryKey.map((column) => String(row[column])).join("\u0001");
  return {
    part: partOf(date, table.name, hasFewRows(table) ? 0 : partitionOf(id)),
    id,
    order: table.orderBy.map((column) => orderText(row[column] ?? null)).join("\u0001"),
    version: (table.latestBy ?? []).map((column) => String(row[column] ?? "")).join("\u0001"),
    text: csvRecord(table, row),
  };
}

/** Whether its rows of a day are so few that one worker sorts them, and no partition filter is required. */
function hasFewRows({ partitionFilter }: TableSpec): boolean {
  return partitionFilter === "optional";
}

/** Orders by code point, as UTF-8's bytes and databases do; JavaScript's `<` orders by UTF-16 unit. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const x = a.charCodeAt(at);
    const y = b.charCodeAt(at);
    if (x === y) continue;
    // Surrogates stand for the code points above all others, but lie below U+E000 to U+FFFF.
    const isSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdfff;
    return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1;
  }
  return a.length - b.length;
}

/** A number from 0 as text of the same order; null comes last. */
function orderText(value: Row[string]): string {
  if (value === null) return "\u{10ffff}";
  return typeof value === "number" ? String(value).padStart(16, "0") : String(value);
}
