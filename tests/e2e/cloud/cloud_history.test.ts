import { join } from "node:path";
import { type CloudDoubles, startCloudDoubles } from "../../../emulators/google/cloud_doubles";
import {
  serveSampleMarket,
  type SampleMarketServer,
} from "../../../pipelines/sample_market/serve_sample_market";
import { cryptoMarketHistoryFact as fact } from "../../../schemas/crypto_market_history_fact";
import type { Row } from "../../../schemas/table";
import { CloudOutput } from "../../support/cloud_output";
import { runCli } from "../../support/run_cli";
import { temporaryFolder } from "../../support/temporary_folder";
import { duckDbRows } from "../../warehouses/duckdb/rows";

const date = "2026-01-02";
const days = ["2025-12-30", "2025-12-31", "2026-01-01"];
const folder = temporaryFolder();
let doubles: CloudDoubles;
let market: SampleMarketServer;
beforeAll(async () => {
  doubles = await startCloudDoubles("EU");
  market = await serveSampleMarket({ coins: 300, date });
});
afterAll(() => Promise.all([doubles.stop(), market.close()]));

/** Without the times of fetching. */
const texts = (rows: readonly Row[]) =>
  rows.map((row) => JSON.stringify({ ...row, ingested_at: null })).sort();

async function history(where: readonly string[], ...more: string[]): Promise<void> {
  const about = [`--source=${market.url}`, `--snapshot-date=${date}`, "--start-date=2025-12-30"];
  const { code, errors } = await runCli(["market-history", ...about, ...where, ...more], {
    env: doubles.env,
  });
  expect({ code, errors }).toEqual({ code: 0, errors: [] });
}

test("the history in BigQuery equals DuckDB's, a repeat changes nothing, other coins are added", async () => {
  const output = new CloudOutput(doubles, "history");
  const local = [`--output=${join(folder(), "local")}`];
  for (const coins of ["--coins=top:20", "--coins=top:30"]) {
    await history(output.options, coins);
    await history(local, coins);
    const here = await duckDbRows(join(folder(), "local", "warehouse.duckdb"), fact);
    expect(texts(output.rows(fact))).toEqual(texts(here));
    expect(here).toHaveLength(days.length * (coins.endsWith("20") ? 20 : 30));
  }
  const files = output.paths().filter((path) => path.startsWith("daily_history/"));
  expect(files).toEqual(days.map((day) => `daily_history/history_${day}.csv`));

  const [rows, jobs] = [output.rows(fact), doubles.bigquery.jobsInto(fact.name)];
  const calls = market.requests.length;
  await history(output.options, "--coins=top:30");
  expect(output.rows(fact)).toEqual(rows);
  expect(doubles.bigquery.jobsInto(fact.name)).toEqual(jobs);
  expect(market.requests).toHaveLength(calls);
  expect(output.paths().filter((path) => path.startsWith(".tmp/"))).toEqual([]);
});
