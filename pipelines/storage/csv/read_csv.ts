import { pipeline, type Readable } from "node:stream";
import { CsvError, parse, type Info } from "csv-parse";
import type { Column, Row, RowOf, TableSpec, Value } from "../../../schemas/table";
import { ActionableError } from "../../core/actionable_error";

/**
 * The typed rows of a CSV as csv_record.ts writes it. A file of an older version, whose header is a
 * prefix of the current one, is read too: the columns that it lacks are null.
 * @param name the file's name in messages.
 * @throws ActionableError for another header, and for a malformed record, with its line.
 */
export async function* readCsv<Spec extends TableSpec>(
  table: Spec,
  stream: Readable,
  name: string,
): AsyncGenerator<RowOf<Spec>> {
  const parser = parse({ info: true, record_delimiter: "\n" });
  // Closes the source also when the reader stops early; the loop below throws its errors.
  pipeline(stream, inPieces, parser, () => undefined);
  let columns: readonly Column[] | undefined;
  let line = 1;
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: Info;
    }>) {
      if (columns) yield rowOf(table, columns, record, `line ${line} of ${name}`) as RowOf<Spec>;
      else columns = columnsOf(table, record, name);
      line = info.lines + 1;
    }
  } catch (error) {
    if (error instanceof CsvError)
      throw malformed(`${name} is malformed: ${error.message}.`, error);
    throw error;
  }
  if (!columns) throw malformed(`${name} is empty: it has no header.`);
}

/** The parser reads all records of what it is given at once: of a large table, more than a reader may take. */
const pieceSize = 16 * 1024;

async function* inPieces(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += pieceSize) yield chunk.subarray(at, at + pieceSize);
  }
}

function malformed(what: string, cause?: Error): ActionableError {
  return new ActionableError(what, "Restore the file, or move it away to start over.", { cause });
}

function columnsOf(table: TableSpec, header: string[], name: string): readonly Column[] {
  const columns = table.columns.slice(0, header.length);
  const differing = header.findIndex((text, index) => text !== columns[index]?.name);
  if (differing >= 0) {
    const expected = columns[differing];
    throw malformed(
      `${name} has other columns than ${table.name}: column ${differing + 1} is ` +
        `${JSON.stringify(header[differing])}${expected ? ` instead of "${expected.name}"` : ", one more than there are"}.`,
    );
  }
  const missing = table.columns.slice(header.length).find((column) => column.required);
  if (missing) {
    throw malformed(
      `${name} was written by an older version and lacks the required column "${missing.name}".`,
    );
  }
  return columns;
}

function rowOf(table: TableSpec, columns: readonly Column[], record: string[], where: string): Row {
  const row: Record<string, Value> = {};
  table.columns.forEach((column, index) => {
    row[column.name] = index < columns.length ? valueOf(column, record[index] ?? "", where) : null;
  });
  return row;
}

const forms = {
  number: /^-?\d+(\.\d+)?$/,
  integer: /^-?\d+$/,
  date: /^\d{4}-\d\d-\d\d$/,
  timestamp: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
};

function valueOf(column: Column, text: string, where: string): Value {
  if (text === "") {
    if (!column.required) return null;
    throw malformed(`${column.name} is required, and empty in ${where}.`);
  }
  switch (column.type) {
    case "STRING":
      return text;
    case "FLOAT64":
    case "BIGNUMERIC":
      if (forms.number.test(text)) return Number(text);
      break;
    case "INT64":
      if (forms.integer.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
      break;
    case "BOOL":
      if (text === "true" || text === "false") return text === "true";
      break;
    case "DATE":
      if (forms.date.test(text)) return text;
      break;
    case "TIMESTAMP":
      if (forms.timestamp.test(text)) return text;
  }
  throw malformed(`${column.name} in ${where} is no ${column.type}: ${JSON.stringify(text)}.`);
}
