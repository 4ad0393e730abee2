import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CloudDoubles, startCloudDoubles } from "../../emulators/google/cloud_doubles";
import { log } from "../../pipelines/core/log";
import {
  serveSampleMarket,
  type SampleMarketServer,
} from "../../pipelines/sample_market/serve_sample_market";
import { CloudOutput } from "../support/cloud_output";
import { duckDbRows } from "../support/duckdb_rows";
import { environmentVariables } from "../support/environment_variables";
import { errorOf } from "../support/error_of";
import {
  bothPipelines,
  days,
  expectOneMarket,
  held,
  on,
  type Place,
  sample,
  servedBy,
} from "../support/one_market";
import { csvRecords, filesBelow, reportIn, strayFiles } from "../support/output_files";
import { killAtCall } from "../support/kill_at_call";
import { runCli } from "../support/run_cli";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";

const [, date] = days;

const folder = temporaryFolder();
const setVariables = environmentVariables();
/** A market that is no sample: it is served by a URL. */
let market: SampleMarketServer;
let other: string[];

beforeAll(async () => {
  log.level = "error";
  market = await serveSampleMarket({ coins: 20, date, seed: 7 });
  other = servedBy(market);
});
afterAll(() => market.close());

function localPlace(name: string): Place {
  const output = join(folder(), name);
  return {
    options: [`--output=${output}`],
    paths: () => filesBelow(output).filter((path) => !path.startsWith("raw/")),
    rows: (table) =>
      duckDbRows(join(output, "warehouse.duckdb"), `SELECT * FROM ${table.name} ORDER BY ALL`),
  };
}

/** The ids in all CSVs of market rows. */
function idsInFiles(output: string): string[] {
  const csvs = filesBelow(output).filter((path) => path.startsWith("daily_snapshots/crypto_"));
  return csvs.flatMap((path) => csvRecords(output, path).map(({ asset_id = "" }) => asset_id));
}

describe("an output and a warehouse hold one market", () => {
  it("in a folder and DuckDB", async () => {
    await expectOneMarket(localPlace("local"), market);
    expect(strayFiles(join(folder(), "local"))).toEqual([]);
  });

  it("in Cloud Storage and BigQuery", async () => {
    const doubles: CloudDoubles = await startCloudDoubles();
    setVariables(doubles.env);
    try {
      const output = new CloudOutput(doubles, "one_market");
      await expectOneMarket(
        {
          options: output.options,
          paths: () => output.paths().filter((path) => !path.startsWith("raw/")),
          rows: (table) => Promise.resolve(output.rows(table)),
        },
        market,
      );
    } finally {
      await doubles.stop();
    }
  });

  it("also where only the warehouse is shared", async () => {
    const [here, there] = [localPlace("here"), localPlace("there")];
    const warehouse = `--warehouse=duckdb:${join(folder(), "here/warehouse.duckdb")}`;
    await runInProcess("market-snapshot", ...on(date, ...sample), ...here.options);
    const run = ["market-snapshot", ...on(date, ...other), ...there.options, warehouse];
    expect(await errorOf(runInProcess(...run))).toMatch(
      /^duckdb:.*warehouse\.duckdb holds data of the sample market/,
    );
    expect(there.paths()).toEqual([]);
  });

  it("by its run reports, where an earlier version wrote it", async () => {
    const place = localPlace("earlier");
    const output = join(folder(), "earlier");
    const without = "--warehouse=none";
    await runInProcess("market-snapshot", ...on(date, ...sample), ...place.options, without);
    rmSync(join(output, "raw/market.json.gz"));
    const run = ["market-snapshot", ...on(date, ...other), ...place.options, without];
    expect(await errorOf(runInProcess(...run))).toMatch(/holds data of the sample market/);
    const report = reportIn(output, "market-snapshot", date);
    const path = join(output, `runs/market-snapshot/${date}.json`);
    writeFileSync(path, JSON.stringify({ ...report, source: "demo" }));
    expect(await errorOf(runInProcess(...run))).toMatch(
      /holds data of CoinGecko, this run's is of/,
    );
  });

  it("but not of a market whose runs all failed", async () => {
    const place = localPlace("failed");
    const failed = ["market-snapshot", ...on(date, ...other), "--max-requests=1", ...place.options];
    expect(await errorOf(runInProcess(...failed))).toMatch(/The budget of 1 API calls is spent/);
    for (const day of days) {
      await runInProcess("market-snapshot", ...on(day, ...sample), ...place.options);
    }
    expect((await held(place)).runs).toEqual(["sample:30", "sample:30"]);
  });

  it("and says so where the data is made up", async () => {
    const comments = async (name: string) =>
      duckDbRows(
        join(folder(), name, "warehouse.duckdb"),
        "SELECT comment FROM duckdb_tables() WHERE table_name = 'crypto_market_snapshot_fact'",
      );
    const place = localPlace("labelled");
    await runInProcess("market-snapshot", ...on(date, ...sample), ...place.options);
    expect(await comments("labelled")).toMatchObject([
      { comment: expect.stringMatching(/^Made-up data of the sample market\. /) as string },
    ]);
    await runInProcess("market-snapshot", ...on(date, ...other), "--force", ...place.options);
    expect(await comments("labelled")).toMatchObject([
      { comment: expect.not.stringMatching(/Made-up/) as string },
    ]);
  });
});

test("killed before any change of a file while it replaces a market, a run leaves no mixture", async () => {
  const callsFile = join(folder(), "calls");
  const replacing = (output: string) => [
    ...["market-snapshot", ...on(date, ...other), "--force", `--output=${output}`],
  ];
  const holding = async (name: string) => {
    const place = localPlace(name);
    for (const day of days)
      await runInProcess(...bothPipelines, ...on(day, ...sample), ...place.options);
    return place;
  };
  const undisturbed = await holding("undisturbed");
  await runCli(replacing(join(folder(), "undisturbed")), { env: killAtCall(callsFile) });
  const expected = await held(undisturbed);
  const calls = Number(readFileSync(callsFile, "utf8"));

  for (const share of [0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97]) {
    const name = `killed-${share}`;
    const place = await holding(name);
    const n = 1 + Math.floor(share * (calls - 1));
    const env = killAtCall(callsFile, n);
    expect((await runCli(replacing(join(folder(), name)), { env })).code).toBeNull();
    for (const options of [sample, other]) {
      const run = ["market-snapshot", ...on(days[0], ...options), ...place.options];
      const refusal = await runInProcess(...run).then(
        () => undefined,
        (error: unknown) => String(error),
      );
      // Accepted, it adds to data of its own market only.
      const ids = [...(await held(place)).facts.map(String), ...idsInFiles(join(folder(), name))];
      const markets = new Set(ids.map((id) => expected.facts.includes(id)));
      if (refusal === undefined) expect(markets.size).toBe(1);
      else expect(refusal).toMatch(/an output and a warehouse hold one market/);
    }
    await runInProcess(...replacing(join(folder(), name)));
    const after = await held(place);
    const ids = [...after.facts.map(String), ...idsInFiles(join(folder(), name))];
    expect(ids.filter((id) => !expected.facts.includes(id))).toEqual([]);
    expect(ids).toEqual(expect.arrayContaining(expected.facts));
    expect(after.assets).toEqual([]);
    expect(new Set(after.runs)).toEqual(new Set([market.url]));
  }
}, 300_000);
