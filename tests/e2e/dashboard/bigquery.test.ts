import { readFileSync } from "node:fs";
import { join } from "node:path";
import { project } from "../../../emulators/google/cloud_doubles";
import { localBigQueryMissing, startLocalBigQuery } from "../../../emulators/tools/local_bigquery";
import { BigQueryWarehouse } from "../../../pipelines/warehouses/bigquery/warehouse";
import { openWarehouse } from "../../../pipelines/warehouses/open_warehouse";
import { LocalObjectStore } from "../../../pipelines/storage/local/object_store";
import { newRunId } from "../../../pipelines/core/run_id";
import { allTables } from "../../../schemas/tables";
import { changeWarehouse } from "../../support/dashboard/change_warehouse";
import { decodePage } from "../../support/dashboard/decode_page";
import { describeUnless } from "../../support/describe_unless";
import { runCli } from "../../support/run_cli";
import { temporaryFolder } from "../../support/temporary_folder";

const dataset = "crypto";
const columns = `snapshot_date, asset_id, vs_currency, name, symbol, market_cap_rank, current_price, market_cap,
  total_volume, price_change_percentage_24h, volatility, ingested_at`;
/** Three days: a coin is renamed, one comes, one goes, and one has nulls. */
const rows = [
  "DATE '2026-01-01', 'bitcoin', 'usd', 'Bitcoin', 'btc', 1, 100.5, 2000, 10, 1.5, 2.5",
  "DATE '2026-01-01', 'old', 'usd', 'Old', 'old', 2, 0.0123, 1000, 20, -1.5, 0.001",
  "DATE '2026-01-02', 'bitcoin', 'usd', 'Bitcoin Two', 'btc', 1, 110.5, 2200, 11, 9.95, 2.6",
  "DATE '2026-01-02', 'new', 'usd', 'New', 'new', 2, 5, 500, 7, NULL, NULL",
  "DATE '2026-01-08', 'bitcoin', 'usd', 'Bitcoin Two', 'btc', 1, 120.25, 2400, 12, 0.5, 2.7",
  "DATE '2026-01-08', 'new', 'usd', 'New', 'new', NULL, NULL, NULL, NULL, NULL, NULL",
].map((row) => `(${row}, TIMESTAMP '2026-01-02 03:05:00+00')`);
const statements = (prefix: string) => [
  `INSERT INTO ${prefix}crypto_market_snapshot_fact (${columns}) VALUES ${rows.join(", ")}`,
  `INSERT INTO ${prefix}crypto_asset_dim
     (asset_id, category, launch_date, first_seen_date, last_seen_date, is_active)
   VALUES ('bitcoin', 'Layer 1', DATE '2009-01-03', DATE '2026-01-01', DATE '2026-01-08', TRUE),
     ('new', NULL, NULL, DATE '2026-01-02', DATE '2026-01-08', TRUE)`,
  `INSERT INTO ${prefix}crypto_market_snapshot_runs
     (snapshot_date, pipeline, run_id, source, state, started_at, finished_at, fetched, row_count, duplicates,
      rejects, missing, api_requests, api_from_archive, api_retries, api_rate_limited)
   VALUES (DATE '2026-01-08', 'market-snapshot', 'a', 'demo', 'DONE', TIMESTAMP '2026-01-08 03:05:00+00',
     TIMESTAMP '2026-01-08 03:05:07.500+00', 2, 2, 0, 0, 1, 3, 0, 0, 0)`,
];

describeUnless(localBigQueryMissing())("the dashboard from local-bigquery", () => {
  const folder = temporaryFolder();
  let server: Awaited<ReturnType<typeof startLocalBigQuery>>;

  beforeAll(async () => {
    server = await startLocalBigQuery(project, "http://127.0.0.1:9");
    process.env.BIGQUERY_EMULATOR_HOST = server.url;
    const made = new BigQueryWarehouse(project, dataset);
    delete process.env.BIGQUERY_EMULATOR_HOST;
    await made.prepare(...allTables);
    for (const statement of statements(`${dataset}.`)) await execute(server.url, statement);
    const file = join(folder(), "warehouse.duckdb");
    const near = new LocalObjectStore(folder(), newRunId());
    const duckDb = await openWarehouse(`duckdb:${file}`, { near });
    await duckDb?.prepare(...allTables);
    await duckDb?.close();
    await changeWarehouse(file, ...statements(""));
  }, 600_000);
  afterAll(() => server.stop());

  const page = async (warehouse: string, output: string) => {
    const { code, stderr } = await runCli(
      ["dashboard", `--warehouse=${warehouse}`, `--output=${join(folder(), output)}`],
      { env: { BIGQUERY_EMULATOR_HOST: server.url } },
    );
    expect({ code, stderr: stderr.replace(/^BigQuery reads .*\n/gm, "") }).toEqual({
      code: 0,
      stderr: "",
    });
    return decodePage(readFileSync(join(folder(), output, "dashboard.html"), "utf8"));
  };

  it("is that from DuckDB", async () => {
    const fromDuckDb = await page(`duckdb:${join(folder(), "warehouse.duckdb")}`, "duckdb");
    const fromBigQuery = await page(`bigquery:${project}.${dataset}`, "bigquery");
    expect(fromBigQuery).toEqual(fromDuckDb);
    expect(fromBigQuery.data?.coins.change7).toEqual([19.65, null]);
    expect(fromBigQuery.data?.names.name).toEqual(["Bitcoin", "Bitcoin Two"]);
    expect([...(fromBigQuery.data?.members.id ?? [])].sort()).toEqual(["new", "old"]);
    expect(fromBigQuery.data?.market).toBe("coingecko");
  });
});

async function execute(url: string, query: string): Promise<void> {
  const answer = await fetch(`${url}/bigquery/v2/projects/${project}/queries`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, useLegacySql: false }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}
