import { join } from "node:path";
import { readFileSync, rmSync } from "node:fs";
import { serveSampleMarket } from "../../pipelines/sample_market/serve_sample_market";
import { killAtCall } from "../support/kill_at_call";
import { duckDbRows } from "../support/duckdb_rows";
import { csvRecords, dataHashes, reportIn, strayFiles } from "../support/output_files";
import { runCli } from "../support/run_cli";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";

const date = "2026-01-02";
const folder = temporaryFolder();

/** What a run leaves, without the times of fetching. */
function dataOf(output: string): unknown {
  const without = (records: Record<string, string>[]) =>
    records.map(({ ingested_at: _, details_updated_at: updated, ...record }) => ({
      ...record,
      hasDetails: updated !== undefined && updated !== "",
    }));
  return {
    market: without(csvRecords(output, `daily_snapshots/crypto_${date}.csv`)),
    assets: without(csvRecords(output, "dimensions/asset_dim.csv")),
    contracts: csvRecords(output, "dimensions/asset_contract.csv"),
    platforms: csvRecords(output, "dimensions/asset_platform_dim.csv"),
    dates: csvRecords(output, "dimensions/date_dim.csv"),
  };
}

async function tables(output: string) {
  const file = join(output, "warehouse.duckdb");
  const market = "SELECT * EXCLUDE (ingested_at) FROM crypto_market_snapshot_fact ORDER BY ALL";
  const assets = "SELECT * EXCLUDE (details_updated_at) FROM crypto_asset_dim ORDER BY ALL";
  const contracts = "FROM crypto_asset_contract ORDER BY ALL";
  const platforms = "FROM asset_platform_dim ORDER BY ALL";
  const queries = [market, assets, contracts, platforms];
  return Promise.all(queries.map((sql) => duckDbRows(file, sql)));
}

test("killed before any change of a file, a run is repaired by a second, and not changed by a third", async () => {
  const market = await serveSampleMarket({ coins: 700, date, cachePages: 100 });
  const args = (output: string) => [
    ...[`--source=${market.url}`, `--snapshot-date=${date}`, `--output=${output}`],
    ...["--detail-requests=40", "--end-date=2020-12-31"],
  ];
  const undisturbed = join(folder(), "undisturbed");
  const callsFile = join(folder(), "calls");
  expect((await runCli(args(undisturbed), { env: killAtCall(callsFile) })).code).toBe(0);
  const calls = Number(readFileSync(callsFile, "utf8"));
  expect(calls).toBeGreaterThan(50);
  const expected = { files: dataOf(undisturbed), tables: await tables(undisturbed) };

  // From the first of the calls to the last ones, of which there may be some more or less.
  for (const share of [0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97]) {
    const output = join(folder(), `killed-${share}`);
    const n = 1 + Math.floor(share * (calls - 1));
    const { code } = await runCli(args(output), { env: killAtCall(callsFile, n) });
    expect(code).toBeNull();
    await runInProcess(...args(output));
    expect({ files: dataOf(output), tables: await tables(output) }).toEqual(expected);
    expect(strayFiles(output)).toEqual([]);

    const repaired = dataHashes(output);
    const requests = market.requests.length;
    await runInProcess(...args(output));
    expect(dataHashes(output)).toEqual(repaired);
    expect(market.requests).toHaveLength(requests);
    expect(reportIn(output, "market-snapshot", date).api.requests).toBe(0);
    rmSync(output, { recursive: true });
  }
  await market.close();
}, 300_000);
