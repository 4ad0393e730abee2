import type { DuckDBConnection } from "@duckdb/node-api";
import { readChecks } from "../../pipelines/check/check_file";
import { duckDbDdl } from "../../schemas/duckdb_ddl";
import { runTables } from "../../schemas/run_tables";
import { allTables } from "../../schemas/tables";
import { type DuckDbInMemory, duckDbInMemory } from "../support/duckdb_in_memory";
import { insertSql } from "./insert_sql";

const checks = readChecks();
const today = "snapshot_date = DATE '2026-01-06'";

/** Statements that make a good day bad in the way of each check, and only in that. */
const breaking: Readonly<Record<string, string>> = {
  asset_dim_has_one_row_per_asset: `INSERT INTO crypto_asset_dim BY NAME SELECT * FROM crypto_asset_dim LIMIT 1`,
  asset_dim_has_seen_the_date: `UPDATE crypto_asset_dim SET last_seen_date = DATE '2026-01-05'`,
  contract_assets_are_in_asset_dim: `UPDATE crypto_asset_contract SET asset_id = 'x' WHERE asset_id = 'a1'`,
  contract_has_one_row_per_asset: `INSERT INTO crypto_asset_contract BY NAME SELECT * FROM crypto_asset_contract`,
  runs_are_done: `UPDATE crypto_asset_dim_runs SET state = 'FAILED' WHERE ${today}`,
  snapshot_amounts_are_not_negative: `UPDATE crypto_market_snapshot_fact SET total_volume = -1 WHERE ${today} AND asset_id = 'a1'`,
  snapshot_assets_are_in_asset_dim: `UPDATE crypto_market_snapshot_fact SET asset_id = 'new' WHERE ${today} AND asset_id = 'a1'`,
  snapshot_coverage_has_not_fallen: `UPDATE crypto_market_snapshot_runs SET missing = 3 WHERE ${today}`,
  snapshot_date_is_in_date_dim: `DELETE FROM date_dim WHERE date = DATE '2026-01-06'`,
  snapshot_follows_without_gap: `DELETE FROM crypto_market_snapshot_fact WHERE snapshot_date = DATE '2026-01-05'`,
  snapshot_has_not_shrunk: `DELETE FROM crypto_market_snapshot_fact WHERE ${today} AND asset_id < 'a3'`,
  snapshot_has_one_row_per_asset: `INSERT INTO crypto_market_snapshot_fact BY NAME SELECT * FROM crypto_market_snapshot_fact WHERE ${today} AND asset_id = 'a1'`,
  snapshot_holds_one_currency: `UPDATE crypto_market_snapshot_fact SET vs_currency = 'eur' WHERE ${today} AND asset_id = 'a1'`,
  snapshot_is_not_empty: `DELETE FROM crypto_market_snapshot_fact WHERE ${today}`,
  snapshot_market_caps_agree: `UPDATE crypto_market_snapshot_fact SET market_cap = 2 * market_cap WHERE ${today} AND asset_id = 'a1'`,
  snapshot_moves_are_plausible: `UPDATE crypto_market_snapshot_fact SET current_price = 12 * current_price, high_24h = 12 * high_24h, market_cap = 12 * market_cap WHERE ${today} AND asset_id = 'a1'`,
  snapshot_prices_are_in_their_range: `UPDATE crypto_market_snapshot_fact SET low_24h = 3 * low_24h WHERE ${today} AND asset_id = 'a1'`,
  snapshot_ranks_are_unique: `UPDATE crypto_market_snapshot_fact SET market_cap_rank = 3 WHERE ${today} AND asset_id = 'a1'`,
};

describe("the checks of sql/", () => {
  let memory: DuckDbInMemory;
  let database: DuckDBConnection;

  beforeAll(async () => {
    memory = await duckDbInMemory();
    database = memory.connection;
    for (const table of allTables) await database.run(duckDbDdl(table));
    for (const date of ["2026-01-04", "2026-01-05", "2026-01-06"]) {
      const snapshot_date = `DATE '${date}'`;
      const fact = {
        ...{ snapshot_date, asset_id: "'a' || n", vs_currency: "'usd'", market_cap_rank: "n + 1" },
        ...{ current_price: "n + 2", high_24h: "n + 2.5", low_24h: "n + 1.5", total_volume: "n" },
        ...{ circulating_supply: "10", market_cap: "10 * (n + 2)" },
      };
      await database.run(insertSql("crypto_market_snapshot_fact", fact, "range(10) AS r(n)"));
      await database.run(insertSql("date_dim", { date: snapshot_date }, "range(1)"));
      for (const { name } of runTables) {
        const run = { snapshot_date, pipeline: `'${name}'`, state: "'DONE'", row_count: "100" };
        await database.run(insertSql(name, { ...run, missing: "0", rejects: "0" }, "range(1)"));
      }
    }
    const seen = { asset_id: "'a' || n", last_seen_date: "DATE '2026-01-06'" };
    await database.run(insertSql("crypto_asset_dim", seen, "range(10) AS r(n)"));
    const contract = { platform_id: "'base'", contract_address_key: "'x' || n // 2" };
    const own = { ...contract, asset_id: "'a' || n" };
    await database.run(insertSql("crypto_asset_contract", own, "range(10) AS r(n)"));
  });
  afterAll(() => {
    memory.close();
  });

  beforeEach(() => database.run("BEGIN"));
  afterEach(() => database.run("ROLLBACK"));

  it("each have a statement that makes a good day bad", async () => {
    expect(Object.keys(breaking)).toEqual(checks.map(({ name }) => name));
    expect(await findings()).toEqual([]);
  });

  it.each(Object.entries(breaking))("%s, and only it, finds that", async (name, sql) => {
    await database.run(sql);
    expect(await findings()).toEqual([name]);
  });

  it("pass for the first day, which has no day before it", async () => {
    await database.run("DELETE FROM crypto_market_snapshot_fact WHERE NOT (" + today + ")");
    await database.run("DELETE FROM crypto_market_snapshot_runs WHERE NOT (" + today + ")");
    expect(await findings()).toEqual([]);
  });

  it("find a pipeline that never ran", async () => {
    await database.run("DELETE FROM date_dim_runs WHERE " + today);
    expect(await findings()).toEqual(["runs_are_done"]);
  });

  it("find a jump by CoinGecko's own figure", async () => {
    await database.run(
      `UPDATE crypto_market_snapshot_fact SET price_change_percentage_24h = 1000.5 WHERE ${today} AND asset_id = 'a1'`,
    );
    expect(await findings()).toEqual(["snapshot_moves_are_plausible"]);
  });

  it("pass over what is null in a whole day", async () => {
    await database.run(
      `UPDATE crypto_market_snapshot_fact SET current_price = NULL, market_cap = NULL,
         market_cap_rank = NULL, high_24h = NULL, low_24h = NULL, circulating_supply = NULL,
         total_volume = NULL`,
    );
    expect(await findings()).toEqual([]);
  });

  /** The names of the checks that don't pass on 2026-01-06. */
  async function findings(): Promise<string[]> {
    const found: string[] = [];
    for (const check of checks) {
      const sql = check.sql("duckdb", "", "2026-01-06");
      const [row] = (await database.runAndReadAll(sql)).getRowObjectsJson();
      if (row?.passed !== true) found.push(check.name);
    }
    return found;
  }
});
