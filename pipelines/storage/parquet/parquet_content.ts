import type { ColumnSource, ParquetWriter } from "hyparquet-writer" with {
  "resolution-mode": "import",
};
import type { Column, ColumnType, Row, TableSpec, Value } from "../../../schemas/table";
import { msPerDay } from "../../core/day";

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]["schema"][number];

/** So many rows are in memory at once, and become one row group. */
const rowGroupSize = 20_000;

/** How Parquet holds a type, and what its writer takes for a value of it. */
interface ParquetType {
  readonly element: Pick<SchemaElement, "type" | "converted_type" | "logical_type">;
  readonly of: (value: Exclude<Value, null>) => unknown;
}

const same = (value: Exclude<Value, null>) => value;

/**
 * The types are DuckDB's (schemas/duckdb_ddl.ts), so that a file and the table can be exchanged. Money is
 * a double: no DECIMAL of at most 38 digits holds BIGNUMERIC's range.
 */
const parquetTypes: Readonly<Record<ColumnType, ParquetType>> = {
  STRING: { element: { type: "BYTE_ARRAY", converted_type: "UTF8" }, of: same },
  INT64: { element: { type: "INT64" }, of: (value) => BigInt(value) },
  FLOAT64: { element: { type: "DOUBLE" }, of: same },
  BIGNUMERIC: { element: { type: "DOUBLE" }, of: same },
  BOOL: { element: { type: "BOOLEAN" }, of: same },
  DATE: {
    element: { type: "INT32", converted_type: "DATE" },
    of: (value) => Date.parse(String(value)) / msPerDay,
  },
  TIMESTAMP: {
    element: {
      type: "INT64",
      converted_type: "TIMESTAMP_MILLIS",
      logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MILLIS" },
    },
    of: (value) => BigInt(Date.parse(String(value))),
  },
};

/**
 * The rows of a table as a Parquet file, in pieces; a row group is in memory at a time. The same rows
 * give the same bytes.
 */
export async function* parquetContent(
  table: TableSpec,
  rows: AsyncIterable<Row>,
): AsyncGenerator<Uint8Array> {
  const { ByteWriter, ParquetWriter: Writer } = await import("hyparquet-writer");
  const bytes = new ByteWriter();
  const taken = () => {
    const piece = bytes.getBytes().slice();
    // The writer keeps the offset in the file apart from the place in its buffer.
    bytes.index = 0;
    return piece;
  };
  const writer = new Writer({ writer: bytes, schema: schemaOf(table), createdBy });
  for await (const group of groupsOf(rows)) {
    await writer.write({ columnData: columnsOf(table, group), rowGroupSize });
    yield taken();
  }
  await writer.finish();
  yield taken();
}

const createdBy = "crypto-pipelines";

function schemaOf({ name, columns }: TableSpec): SchemaElement[] {
  const elements = columns.map((column): SchemaElement => ({
    name: column.name,
    ...parquetTypes[column.type].element,
    repetition_type: column.required ? "REQUIRED" : "OPTIONAL",
  }));
  return [{ name, num_children: elements.length }, ...elements];
}

function columnsOf({ columns }: TableSpec, rows: readonly Row[]): ColumnSource[] {
  return columns.map((column) => ({
    name: column.name,
    data: rows.map((row) => valueOf(column, row[column.name] ?? null)),
  }));
}

function valueOf({ type }: Column, value: Value): unknown {
  return value === null ? null : parquetTypes[type].of(value);
}

async function* groupsOf(rows: AsyncIterable<Row>): AsyncGenerator<readonly Row[]> {
  let group: Row[] = [];
  for await (const row of rows) {
    group.push(row);
    if (group.length < rowGroupSize) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
