import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { duckDbDdl } from "../../schemas/duckdb_ddl";
import { rejectTables } from "../../schemas/reject_tables";
import { runTables } from "../../schemas/run_tables";
import type { TableSpec } from "../../schemas/table";
import { tables as starSchema } from "../../schemas/tables";
import { type DuckDbInMemory, duckDbInMemory } from "../support/duckdb_in_memory";
import { checkout } from "../support/checkout";

const tables: readonly TableSpec[] = [...starSchema, ...runTables, ...rejectTables];
const folder = join(checkout, "sql");
const claims = readdirSync(join(folder, "checks")).map((file) => file.replace(/\.sql$/, ""));

/** Statements that violate each check, on the valid star schema below. */
const breaking: Record<string, string> = {
  asset_dim_has_one_row_per_asset: `INSERT INTO crypto_asset_dim BY NAME SELECT * FROM crypto_asset_dim`,
  asset_dim_has_seen_the_date: `UPDATE crypto_asset_dim SET last_seen_date = DATE '2026-01-05'`,
  contract_assets_are_in_asset_dim: `UPDATE crypto_asset_contract SET asset_id = 'x' WHERE asset_id = 'a1'`,
  contract_has_one_row_per_asset: `INSERT INTO crypto_asset_contract BY NAME SELECT * FROM crypto_asset_contract`,
  runs_are_done: `UPDATE crypto_asset_dim_runs SET state = 'FAILED' WHERE snapshot_date = DATE '2026-01-06'`,
  snapshot_amounts_are_not_negative: `UPDATE crypto_market_snapshot_fact SET total_volume = -1 WHERE asset_id = 'a1'`,
  snapshot_assets_are_in_asset_dim: `DELETE FROM crypto_asset_dim WHERE asset_id IN ('a1', 'a2')`,
  snapshot_date_is_in_date_dim: `DELETE FROM date_dim WHERE date = DATE '2026-01-06'`,
  snapshot_has_not_shrunk: `DELETE FROM crypto_market_snapshot_fact WHERE snapshot_date = DATE '2026-01-06' AND asset_id < 'a3'`,
  snapshot_has_one_row_per_asset: `INSERT INTO crypto_market_snapshot_fact BY NAME SELECT * FROM crypto_market_snapshot_fact WHERE asset_id = 'a1'`,
  snapshot_holds_one_currency: `UPDATE crypto_market_snapshot_fact SET vs_currency = 'eur' WHERE asset_id = 'a1'`,
  snapshot_is_not_empty: `DELETE FROM crypto_market_snapshot_fact WHERE snapshot_date = DATE '2026-01-06'`,
};

/** An INSERT with these values, and fillers for the other required columns. */
function insert(table: string, values: Record<string, string>, from: string): string {
  const required = tables.find(({ name }) => name === table)?.columns.filter((one) => one.required);
  const fillers = { STRING: "''", DATE: "DATE '2026-01-01'", BOOL: "true" } as Record<
    string,
    string
  >;
  const columns = (required ?? []).map(
    ({ name, type }) =>
      `${values[name] ?? (type === "TIMESTAMP" ? "TIMESTAMPTZ '2026-01-06'" : (fillers[type] ?? "1"))} AS ${name}`,
  );
  const others = Object.entries(values).filter(([name]) => !required?.some((c) => c.name === name));
  const all = [...columns, ...others.map(([name, value]) => `${value} AS ${name}`)];
  return `INSERT INTO ${table} BY NAME SELECT ${all.join(", ")} FROM ${from}`;
}

describe("the checks of sql/", () => {
  let memory: DuckDbInMemory;
  let database: DuckDBConnection;

  beforeEach(async () => {
    memory = await duckDbInMemory();
    database = memory.connection;
    // Without keys, so that the tests can break them: BigQuery enforces none.
    for (const table of tables) {
      await database.run(duckDbDdl(table).replace(/,\s*PRIMARY KEY \([^)]*\)/, ""));
    }
    for (const date of ["2026-01-05", "2026-01-06"]) {
      const fact = { snapshot_date: `DATE '${date}'`, asset_id: "'a' || n", vs_currency: "'usd'" };
      await database.run(
        insert("crypto_market_snapshot_fact", { ...fact, total_volume: "n" }, "range(10) AS r(n)"),
      );
      await database.run(insert("date_dim", { date: `DATE '${date}'` }, "range(1)"));
      for (const { name } of runTables) {
        const run = { snapshot_date: `DATE '${date}'`, pipeline: `'${name}'`, state: "'DONE'" };
        await database.run(insert(name, run, "range(1)"));
      }
    }
    const contract = { platform_id: "'base'", contract_address_key: "'x' || n // 2" };
    await database.run(
      insert("crypto_asset_contract", { ...contract, asset_id: "'a' || n" }, "range(10) AS r(n)"),
    );
    await database.run(
      insert(
        "crypto_asset_dim",
        { asset_id: "'a' || n", last_seen_date: "DATE '2026-01-06'" },
        "range(10) AS r(n)",
      ),
    );
  });

  afterEach(() => {
    memory.close();
  });

  it("each have a statement that violates them", () => {
    expect(Object.keys(breaking).sort()).toEqual([...claims].sort());
  });

  it.each(claims)("%s passes for valid data, and fails when that is broken", async (claim) => {
    expect(await answers(claim)).toEqual([[true]]);
    await database.run(breaking[claim] ?? "");
    expect(await answers(claim)).toEqual([[false]]);
  });

  it("pass for the first day, which has no previous day", async () => {
    await database.run(
      "DELETE FROM crypto_market_snapshot_fact WHERE snapshot_date = DATE '2026-01-05'",
    );
    expect(await answers("snapshot_has_not_shrunk")).toEqual([[true]]);
  });

  it("fail when a pipeline never ran", async () => {
    await database.run("DELETE FROM date_dim_runs WHERE snapshot_date = DATE '2026-01-06'");
    expect(await answers("runs_are_done")).toEqual([[false]]);
  });

  it("have views of all runs and rejects", async () => {
    for (const { name } of rejectTables) {
      const reject = { snapshot_date: "DATE '2026-01-06'", line: "1 + n", pipeline: `'${name}'` };
      await database.run(insert(name, reject, "range(2) AS r(n)"));
    }
    const counted = async (view: string) => {
      const sql = `SELECT COUNT(*), COUNT(DISTINCT pipeline) FROM (${rendered(`views/${view}.sql`)})`;
      return (await database.runAndReadAll(sql)).getRowsJson();
    };
    expect(await counted("crypto_pipeline_runs")).toEqual([["6", "3"]]);
    expect(await counted("crypto_rejects")).toEqual([["4", "2"]]);
  });

  it("have views that work on the star schema", async () => {
    const view = rendered("views/crypto_category_daily.sql");
    const rows = await database.runAndReadAll(`SELECT COUNT(*) FROM (${view})`);
    expect(rows.getRowsJson()).toEqual([["2"]]);
    await database.runAndReadAll(rendered("views/crypto_market_latest.sql"));
  });

  async function answers(claim: string): Promise<unknown[]> {
    return (await database.runAndReadAll(rendered(`checks/${claim}.sql`))).getRowsJson();
  }
});

/** A file's SQL in DuckDB's quotes, for 2026-01-06 and tables of the main schema. */
function rendered(file: string): string {
  return readFileSync(join(folder, file), "utf8")
    .replaceAll("{{ dataset }}.", "")
    .replaceAll("{{ date }}", "2026-01-06")
    .replaceAll("`", '"');
}
