import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { duckDbDdl } from "../../schemas/duckdb_ddl";
import { readQuestions } from "../../pipelines/query/questions";
import { readSql, readViews } from "../../pipelines/warehouses/view_files";
import { allTables } from "../../schemas/tables";
import { duckDbViewDdl } from "../../schemas/views/duckdb_view_ddl";
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
    for (const view of readViews("duckdb")) {
      await database.connection.run(duckDbViewDdl(view, view.sql));
    }
  });
  afterAll(() => {
    database.close();
  });

  it.each(["views", "checks", "queries"])("has a file for each of %s, and no other", (kind) => {
    expect(filesOf(join(generated, kind))).toEqual(filesOf(join(sql, kind)));
  });

  it.each(readQuestions())(
    "answers $name of an empty warehouse with no rows, and the columns that it describes",
    async ({ name, columns }) => {
      const rows = await database.connection.runAndReadAll(readSql("queries", name, "duckdb"));
      expect(rows.getRowsJson()).toEqual([]);
      expect(rows.columnNames()).toEqual(columns.map((column) => column.name));
    },
  );

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
