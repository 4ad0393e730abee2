import { join } from "node:path";
import { readFileSync, rmSync } from "node:fs";
import { serveSampleMarket } from "../../../pipelines/sample_market/serve_sample_market";
import { duckDbRows } from "../../support/duckdb_rows";
import { csvRecords, dataHashes, reportIn, strayFiles } from "../../support/output_files";
import { runCli } from "../../support/run_cli";
import { temporaryFolder } from "../../support/temporary_folder";

const date = "2026-01-02";
const folder = temporaryFolder();

/** What a run leaves, but for the times of fetching. */
function lasting(output: string): unknown {
  const without = (records: Record<string, string>[]) =>
    records.map(({ ingested_at: _, details_updated_at: updated, ...record }) => ({
      ...record,
      hasDetails: updated !== undefined && updated !== "",
    }));
  return {
    market: without(csvRecords(output, `daily_snapshots/crypto_${date}.csv`)),
    assets: without(csvRecords(output, "dimensions/asset_dim.csv")),
    dates: csvRecords(output, "dimensions/date_dim.csv"),
  };
}

async function tables(output: string) {
  const file = join(output, "warehouse.duckdb");
  const market = "SELECT * EXCLUDE (ingested_at) FROM crypto_market_snapshot_fact ORDER BY ALL";
  const assets = "SELECT * EXCLUDE (details_updated_at) FROM crypto_asset_dim ORDER BY ALL";
  return [await duckDbRows(file, market), await duckDbRows(file, assets)];
}

test("killed after any write, the same command completes the run; a repeat changes nothing", async () => {
  const market = await serveSampleMarket({ coins: 1_500, date, cachePages: 100 });
  const args = (output: string) => [
    ...[`--source=${market.url}`, `--snapshot-date=${date}`, `--output=${output}`],
    ...["--detail-requests=40", "--end-date=2020-12-31"],
  ];
  const undisturbed = join(folder(), "undisturbed");
  const writesFile = join(folder(), "writes");
  const preload = { NODE_OPTIONS: `--require=${join(__dirname, "kill_at_write.js")}` };
  const counted = { ...preload, WRITES_FILE: writesFile };
  expect((await runCli(args(undisturbed), { env: counted })).code).toBe(0);
  const writes = Number(readFileSync(writesFile, "utf8"));
  const expected = { files: lasting(undisturbed), tables: await tables(undisturbed) };

  // Over the whole run, and more closely at its end, where the last pipeline publishes.
  const shares = [0.02, 0.15, 0.3, 0.5, 0.7, 0.9].map((share) => Math.ceil(share * writes));
  for (const killAt of [...shares, writes - 12, writes - 6, writes - 2]) {
    const output = join(folder(), `killed-${killAt}`);
    const env = { ...preload, KILL_AT: String(killAt) };
    expect((await runCli(args(output), { env })).code).toBeNull();
    expect((await runCli(args(output))).code).toBe(0);
    expect({ files: lasting(output), tables: await tables(output) }).toEqual(expected);
    expect(strayFiles(output)).toEqual([]);

    const completed = dataHashes(output);
    const calls = market.requests.length;
    expect((await runCli(args(output))).code).toBe(0);
    expect(dataHashes(output)).toEqual(completed);
    expect(market.requests).toHaveLength(calls);
    expect(reportIn(output, "market-snapshot", date).api.requests).toBe(0);
    rmSync(output, { recursive: true });
  }
  await market.close();
});
