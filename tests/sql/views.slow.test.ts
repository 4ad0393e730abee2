import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { duckDbDdl, duckDbTypes } from "../../schemas/duckdb_ddl";
import type { TableSpec } from "../../schemas/table";
import { allTables } from "../../schemas/tables";
import { views } from "../../schemas/views/views";
import { DuckDbWarehouse } from "../../pipelines/warehouses/duckdb/warehouse";
import { readViews, sqlNames, type View } from "../../pipelines/warehouses/view_files";
import { checkout } from "../support/checkout";
import { duckDbRows } from "../support/duckdb_rows";
import { temporaryFolder } from "../support/temporary_folder";

const folder = temporaryFolder();
const every = allTables;
const names = views.map(({ name }) => name);

describe("the views", () => {
  let file: string | undefined;
  const complete = async () => (file ??= await warehouseWith("complete", every));

  it("have a description each, and no file has none", () => {
    expect([...names].sort()).toEqual(sqlNames("views"));
    expect(
      readViews("duckdb")
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...names].sort());
  });

  it("come after those that they read", () => {
    const before = new Set<string>();
    for (const { name, reads } of readViews("duckdb")) {
      expect(reads.filter((read) => names.includes(read) && !before.has(read))).toEqual([]);
      before.add(name);
    }
  });

  it("have the columns and types of their descriptions", async () => {
    const file = await complete();
    for (const view of views) {
      const columns = await duckDbRows(file, `DESCRIBE SELECT * FROM ${view.name}`);
      expect([view.name, columns.map((one) => [one.column_name, one.column_type])]).toEqual([
        view.name,
        view.columns.map(({ name, type }) => [
          name,
          duckDbTypes[type].replace("TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE"),
        ]),
      ]);
    }
  });

  it("are described in DuckDB and in the docs", async () => {
    const file = await complete();
    const described = await duckDbRows(
      file,
      `SELECT table_name, column_name, comment FROM duckdb_columns()
       WHERE table_name IN (SELECT view_name FROM duckdb_views() WHERE NOT internal)`,
    );
    const page = readFileSync(join(checkout, "docs/reference/views.md"), "utf8");
    for (const { name, description, columns } of views) {
      expect(page).toContain(`## \`${name}\`\n\n${description}\n`);
      const own = described.filter(({ table_name }) => table_name === name);
      expect(own.map(({ column_name, comment }) => [column_name, comment])).toEqual(
        columns.map((column) => [column.name, column.description]),
      );
    }
    const comments = await viewComments(file);
    expect(comments).toEqual(new Map(views.map(({ name, description }) => [name, description])));
  });
});

describe("a DuckDB warehouse's views", () => {
  it("are made as soon as the tables that they read are there", async () => {
    const file = await warehouseWith(
      "growing",
      every.filter(({ name }) => name !== "date_dim_runs"),
    );
    const without = ["crypto_pipeline_runs", "crypto_coverage"];
    expect([...(await viewComments(file)).keys()]).toEqual(
      names.filter((name) => !without.includes(name)).sort(),
    );
    await warehouseWith("growing", every);
    expect([...(await viewComments(file)).keys()]).toEqual([...names].sort());
  });

  it("are made again only when they are to be others", async () => {
    const file = await warehouseWith("kept", every);
    await execute(file, "DROP VIEW crypto_graveyard");
    await updateViews(file, readViews("duckdb"));
    expect((await viewComments(file)).has("crypto_graveyard")).toBe(false);
    const described = readViews("duckdb").map((view) => ({ ...view, description: "Another." }));
    await updateViews(file, described);
    expect([...(await viewComments(file)).values()]).toEqual(names.map(() => "Another."));
  });

  it("of another version are replaced, and those that only it knows stay", async () => {
    const file = await warehouseWith("versions", every);
    await execute(file, "CREATE VIEW crypto_of_tomorrow AS SELECT 1 AS one");
    const changed = readViews("duckdb").map((view) =>
      view.name === "crypto_graveyard"
        ? { ...view, sql: "SELECT 'x' AS asset_id", columns: [] }
        : view,
    );
    await updateViews(file, changed);
    expect(await duckDbRows(file, "SELECT * FROM crypto_graveyard")).toEqual([{ asset_id: "x" }]);
    await updateViews(file, readViews("duckdb"));
    expect(await duckDbRows(file, "SELECT * FROM crypto_graveyard")).toEqual([]);
    expect(await duckDbRows(file, "SELECT * FROM crypto_of_tomorrow")).toEqual([{ one: 1 }]);
  });

  it("leave a table of their name, and one that lacks columns, as it is", async () => {
    const file = await warehouseWith("tables", []);
    await execute(file, "CREATE TABLE crypto_universe AS SELECT 42 AS mine");
    await execute(file, "CREATE TABLE crypto_asset_contract AS SELECT 'ethereum' AS platform_id");
    await warehouseWith(
      "tables",
      every.filter(({ name }) => name !== "crypto_asset_contract"),
    );
    expect(await duckDbRows(file, "SELECT * FROM crypto_universe")).toEqual([{ mine: 42 }]);
    const made = [...(await viewComments(file)).keys()];
    expect(names.filter((name) => !made.includes(name)).sort()).toEqual([
      "crypto_contract_moves",
      "crypto_newcomers_leavers",
      "crypto_universe",
    ]);
  });

  it("are there when two runs make them at once", async () => {
    const file = await warehouseWith("at_once", every.slice(0, 1));
    const warehouses = [new DuckDbWarehouse(file), new DuckDbWarehouse(file)];
    await warehouses[0]?.prepare(...every);
    await Promise.allSettled(warehouses.map((one) => one.updateViews(readViews("duckdb"))));
    await Promise.all(warehouses.map((one) => one.close()));
    expect([...(await viewComments(file)).keys()]).toEqual([...names].sort());
  });
});

async function warehouseWith(name: string, tables: readonly TableSpec[]): Promise<string> {
  const file = join(folder(), `${name}.duckdb`);
  await execute(file, ["SELECT 1;", ...tables.map(createTable)].join("\n"));
  await updateViews(file, readViews("duckdb"));
  return file;
}

/** Without the descriptions, which the views don't need. */
function createTable(table: TableSpec): string {
  return `${duckDbDdl(table).split(";\n")[0] ?? ""};`;
}

async function execute(file: string, sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
}

async function updateViews(file: string, made: readonly View[]): Promise<void> {
  const warehouse = new DuckDbWarehouse(file);
  await warehouse.updateViews(made);
  await warehouse.close();
}

async function viewComments(file: string): Promise<Map<unknown, unknown>> {
  const rows = await duckDbRows(
    file,
    "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY view_name",
  );
  return new Map(rows.map(({ view_name, comment }) => [view_name, comment]));
}
