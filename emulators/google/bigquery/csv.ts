import { type Info, parse } from "csv-parse/sync";

export interface Field {
  readonly name: string;
  readonly type: string;
  readonly mode?: string;
  readonly description?: string;
}

/** A value as the API gives it in rows: text, or null. */
export type Cell = string | null;

export interface RowError {
  readonly reason: "invalid";
  readonly location: string;
  readonly message: string;
}

export interface CsvSettings {
  readonly skipLeadingRows: number;
  readonly allowQuotedNewlines: boolean;
  readonly preserveAsciiControlCharacters: boolean;
  /** Where the CSV is, for errors. */
  readonly location: string;
}

/**
 * A CSV as BigQuery loads it (https://cloud.google.com/bigquery/docs/loading-data-cloud-storage-csv):
 * an empty field is null and a quoted empty one is an empty text; every value has to be of its
 * column's type; the first row that does not fit is an error with its line, as BigQuery words it.
 */
export function loadCsv(
  content: Buffer,
  fields: readonly Field[],
  settings: CsvSettings,
): { rows: Cell[][] } | { error: RowError } {
  const refused = (fault: string): { error: RowError } => {
    const message = `Error while reading data, error message: ${fault} File: ${settings.location}`;
    return { error: { reason: "invalid", location: settings.location, message } };
  };
  if (content.includes(0) && !settings.preserveAsciiControlCharacters) {
    return refused("Bad character (ASCII 0) encountered.");
  }
  let records: { record: Cell[]; info: Info }[];
  try {
    records = recordsOf(content);
  } catch (error) {
    return refused(`Error detected while parsing row: ${String(error)}`);
  }
  const rows: Cell[][] = [];
  let place = { line: 1, offset: 0 };
  for (const [index, { record, info }] of records.entries()) {
    const fault =
      index < settings.skipLeadingRows ? undefined : faultOf(record, fields, settings, rows);
    if (fault !== undefined) {
      const where = `line_number: ${place.line} byte_offset_to_start_of_line: ${place.offset}`;
      return refused(`${fault[0]}; ${where}${fault[1]}`);
    }
    place = { line: info.lines + 1, offset: info.bytes };
  }
  return { rows };
}

function recordsOf(content: Buffer): { record: Cell[]; info: Info }[] {
  return parse(content, {
    info: true,
    record_delimiter: "\n",
    relax_column_count: true,
    cast: (value, { quoting }) => (value === "" && !quoting ? null : value),
  }) as unknown as { record: Cell[]; info: Info }[];
}

/** Adds the record to the rows, or returns what is wrong with it, and in which column. */
function faultOf(
  record: readonly Cell[],
  fields: readonly Field[],
  settings: CsvSettings,
  rows: Cell[][],
): [string, string] | undefined {
  if (record.length > fields.length) return ["Too many values in line.", ""];
  if (record.length < fields.length) {
    const place = `CSV table references column position ${record.length}, but line contains only ${record.length} columns.`;
    return [place, ""];
  }
  const row: Cell[] = [];
  for (const [index, { name, type, mode }] of fields.entries()) {
    const text = record[index] ?? null;
    const column = ` column_index: ${index} column_name: "${name}" column_type: ${type}`;
    if (text === null) {
      if (mode === "REQUIRED") return [`Missing required field: ${name}.`, column];
      row.push(null);
      continue;
    }
    if (text.includes("\n") && !settings.allowQuotedNewlines) {
      return ['Missing close quote character (").', column];
    }
    const value = values[type]?.(text);
    if (value === undefined) {
      return [
        `Could not parse '${text}' as ${type} for field ${name} (position ${index})`,
        `${column} value: "${text}"`,
      ];
    }
    row.push(value);
  }
  rows.push(row);
  return undefined;
}

/** By type: the value in the API's form, or undefined when the text is not of that type. */
const values: Record<string, (text: string) => string | undefined> = {
  STRING: (text) => text,
  INT64: (text) => (/^[+-]?\d{1,18}$/.test(text) ? String(BigInt(text)) : undefined),
  FLOAT64: (text) =>
    /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? String(Number(text)) : undefined,
  BIGNUMERIC: bigNumeric,
  BOOL: (text) => booleans[text.toLowerCase()],
  DATE: (text) => (isDate(text) ? text : undefined),
  TIMESTAMP: timestamp,
};

const booleans: Record<string, string> = { true: "true", t: "true", false: "false", f: "false" };

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#decimal_types */
const largestBigNumeric = 578960446186580977117854925043439539266n;

/** At most 38 digits behind the point; nothing is rounded silently. */
function bigNumeric(text: string): string | undefined {
  const [, sign = "", whole, fraction = ""] = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === undefined || fraction.length > 38) return undefined;
  const digits = whole.replace(/^0+(?=\d)/, "");
  if (BigInt(digits) > largestBigNumeric) return undefined;
  const rest = fraction.replace(/0+$/, "");
  const value = rest ? `${digits}.${rest}` : digits;
  return sign === "-" && value !== "0" ? `-${value}` : value;
}

function isDate(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Microseconds since 1970. */
function timestamp(text: string): string | undefined {
  const [, date = "", time = "", fraction = ""] =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(?:Z| UTC)$/.exec(text) ?? [];
  const seconds = isDate(date) ? Date.parse(`${date}T${time}Z`) / 1000 : NaN;
  if (Number.isNaN(seconds)) return undefined;
  return String(BigInt(seconds) * 1_000_000n + BigInt(fraction.padEnd(6, "0") || "0"));
}
