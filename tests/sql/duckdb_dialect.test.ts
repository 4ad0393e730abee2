import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { duckDbDdl } from "../../schemas/duckdb_ddl";
import { allTables } from "../../schemas/tables";
import { checkout } from "../support/checkout";
import { type DuckDbInMemory, duckDbInMemory } from "../support/duckdb_in_memory";

const sql = join(checkout, "sql");
const generated = join(sql, "generated/duckdb");
const filesOf = (folder: string) => readdirSync(folder).filter((name) => name.endsWith(".sql"));

describe("the SQL for DuckDB", () => {
  let database: DuckDbInMemory;
  beforeAll(async () => {
    database = await duckDbInMemory();
    for (const table of allTables) await database.connection.run(duckDbDdl(table));
  });
  afterAll(() => {
    database.close();
  });

  it.each(["views", "checks", "queries"])("has a file for each of %s, and no other", (kind) => {
    expect(filesOf(join(generated, kind))).toEqual(filesOf(join(sql, kind)));
  });

  it.each(filesOf(join(generated, "queries")))("answers %s", async (file) => {
    const text = readFileSync(join(generated, "queries", file), "utf8");
    const rows = await database.connection.runAndReadAll(text);
    expect(rows.getRowsJson()).toEqual([]);
    expect(rows.columnNames()).toContain("asset_id");
  });

  it.each(filesOf(join(generated, "checks")))("answers one number for %s", async (file) => {
    const text = readFileSync(join(generated, "checks", file), "utf8");
    const rows = await database.connection.runAndReadAll(
      text.replaceAll("{{ date }}", "2026-01-06"),
    );
    expect(rows.columnNames()).toEqual(["observed"]);
    expect(String(rows.columnTypes()[0])).toMatch(/^(BIGINT|DOUBLE)$/);
    expect(rows.currentRowCount).toBe(1);
  });
});
