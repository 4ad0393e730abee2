import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { duckDbDdl } from "../../schemas/duckdb_ddl";
import { rejectTables } from "../../schemas/reject_tables";
import { runTables } from "../../schemas/run_tables";
import { tables } from "../../schemas/tables";
import { checkout } from "../support/checkout";
import { type DuckDbInMemory, duckDbInMemory } from "../support/duckdb_in_memory";

const sql = join(checkout, "sql");
const generated = join(sql, "generated/duckdb");
const filesOf = (folder: string) => readdirSync(folder).filter((name) => name.endsWith(".sql"));

describe("the SQL for DuckDB", () => {
  let database: DuckDbInMemory;
  beforeAll(async () => {
    database = await duckDbInMemory();
    for (const table of [...tables, ...rejectTables, ...runTables])
      await database.connection.run(duckDbDdl(table));
  });
  afterAll(() => {
    database.close();
  });

  it.each(["views", "checks", "queries"])("has a file for each of %s, and no other", (kind) => {
    expect(filesOf(join(generated, kind))).toEqual(filesOf(join(sql, kind)));
  });

  it.each(filesOf(join(generated, "views")))("makes the view of %s", async (file) => {
    const text = readFileSync(join(generated, "views", file), "utf8");
    const name = file.replace(/\.sql$/, "");
    await database.connection.run(`CREATE OR REPLACE VIEW ${name} AS ${text}`);
    const rows = await database.connection.runAndReadAll(`SELECT * FROM ${name}`);
    expect(rows.getRowsJson()).toEqual([]);
  });

  it.each(filesOf(join(generated, "queries")))("answers %s", async (file) => {
    const text = readFileSync(join(generated, "queries", file), "utf8");
    const rows = await database.connection.runAndReadAll(text);
    expect(rows.getRowsJson()).toEqual([]);
    expect(rows.columnNames()).toContain("asset_id");
  });

  it.each(filesOf(join(generated, "checks")))("answers one BOOL for %s", async (file) => {
    const text = readFileSync(join(generated, "checks", file), "utf8");
    const rows = await database.connection.runAndReadAll(
      text.replaceAll("{{ date }}", "2026-01-06"),
    );
    expect(rows.columnTypes().map(String)).toEqual(["BOOLEAN"]);
    expect(rows.currentRowCount).toBe(1);
  });
});
