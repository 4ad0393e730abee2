import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Row, TableSpec } from "../../../schemas/table";
import { duckDbTypes } from "../../../schemas/duckdb_ddl";
import { parquetContent } from "../../../pipelines/storage/parquet/parquet_content";
import { duckDbInMemory, type DuckDbInMemory } from "../../support/duckdb_in_memory";
import { temporaryFolder } from "../../support/temporary_folder";

const folder = temporaryFolder();
let duckDb: DuckDbInMemory;
beforeAll(async () => {
  duckDb = await duckDbInMemory();
});
afterAll(() => {
  duckDb.close();
});

const columns = [
  { name: "id", type: "STRING", required: true, description: "" },
  { name: "rank", type: "INT64", description: "" },
  { name: "change", type: "FLOAT64", description: "" },
  { name: "cap", type: "BIGNUMERIC", description: "" },
  { name: "active", type: "BOOL", description: "" },
  { name: "day", type: "DATE", description: "" },
  { name: "at", type: "TIMESTAMP", description: "" },
] as const;
const table: TableSpec = {
  ...{ name: "every_type", description: "", primaryKey: ["id"], orderBy: ["id"], columns },
};

async function written(rows: readonly Row[]): Promise<{ file: string; bytes: Buffer }> {
  async function* stream() {
    for (const row of rows) yield await Promise.resolve(row);
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of parquetContent(table, stream())) pieces.push(piece);
  const file = join(folder(), "rows.parquet");
  const bytes = Buffer.concat(pieces);
  writeFileSync(file, bytes);
  return { file, bytes };
}

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const reader = await duckDb.connection.runAndReadAll(sql);
  return reader.getRowObjectsJson();
}

const row = {
  ...{ id: 'a "b", 🚀\r\n', rank: 9_007_199_254_740_991, change: -1.5e-9, cap: 1.9758e37 },
  ...{ active: false, day: "0001-01-01", at: "2026-01-02T03:04:05.678Z" },
};
const nulls = {
  id: "z",
  ...{ rank: null, change: null, cap: null, active: null, day: null, at: null },
};

it("every type reads back as the table's, with nulls, the same bytes each time", async () => {
  const { file, bytes } = await written([row, nulls]);
  const described = await query(`DESCRIBE SELECT * FROM '${file}'`);
  expect(described.map(({ column_name, column_type }) => [column_name, column_type])).toEqual(
    columns.map(({ name, type }) => [
      name,
      duckDbTypes[type].replace("TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE"),
    ]),
  );
  await query("SET TimeZone = 'UTC'");
  expect(await query(`SELECT * REPLACE ("at"::VARCHAR AS "at") FROM '${file}'`)).toEqual([
    { ...row, rank: String(row.rank), at: "2026-01-02 03:04:05.678+00" },
    nulls,
  ]);
  expect((await written([row, nulls])).bytes.equals(bytes)).toBe(true);
});

it("more rows than a row group holds, in their order", async () => {
  const rows = Array.from({ length: 45_000 }, (_, rank) => ({
    ...nulls,
    id: `coin-${rank}`,
    rank,
  }));
  const { file } = await written(rows);
  const [counted] = await query(
    `SELECT count(*) AS rows, bool_and(id = 'coin-' || rank) AS paired,
       bool_and(rank = file_row_number) AS ordered
     FROM read_parquet('${file}', file_row_number = true)`,
  );
  expect(counted).toEqual({ rows: "45000", paired: true, ordered: true });
  const [groups] = await query(
    `SELECT count(DISTINCT row_group_id) AS groups FROM parquet_metadata('${file}')`,
  );
  expect(groups).toEqual({ groups: "3" });
});

it("no rows are a file with columns", async () => {
  const { file } = await written([]);
  expect(await query(`SELECT count(*) AS rows FROM '${file}'`)).toEqual([{ rows: "0" }]);
  expect(await query(`DESCRIBE SELECT * FROM '${file}'`)).toHaveLength(columns.length);
});
