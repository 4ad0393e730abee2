import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CloudDoubles, startCloudDoubles } from "../../emulators/google/cloud_doubles";
import { log } from "../../pipelines/core/log";
import {
  serveSampleMarket,
  type SampleMarketServer,
} from "../../pipelines/sample_market/serve_sample_market";
import { cryptoAssetDim } from "../../schemas/crypto_asset_dim";
import { cryptoMarketSnapshotFact } from "../../schemas/crypto_market_snapshot_fact";
import type { TableSpec } from "../../schemas/table";
import { recordTablesOf } from "../../schemas/tables";
import { CloudOutput } from "../support/cloud_output";
import { duckDbRows } from "../support/duckdb_rows";
import { environmentVariables } from "../support/environment_variables";
import { errorOf } from "../support/error_of";
import { csvRecords, filesBelow, reportIn, strayFiles } from "../support/output_files";
import { killAtCall } from "../support/kill_at_call";
import { runCli } from "../support/run_cli";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";

const days = ["2026-01-01", "2026-01-02"] as const;
const [, date] = days;
const both = ["market-snapshot", "asset-dim"];
const sample = ["--source=sample:30", "--detail-requests=2"];

const folder = temporaryFolder();
const setVariables = environmentVariables();
/** A market that is no sample: it is served by a URL. */
let market: SampleMarketServer;
let other: string[];

beforeAll(async () => {
  log.level = "error";
  market = await serveSampleMarket({ coins: 20, date, seed: 7 });
  other = [`--source=${market.url}`, "--detail-requests=2"];
});
afterAll(() => market.close());

const on = (day: string, ...options: string[]) => [...options, `--snapshot-date=${day}`];

/** A place for the data, and what is looked at there. */
interface Place {
  readonly options: string[];
  /** The paths of all files but archived answers. */
  paths(): string[];
  rows(table: TableSpec): Promise<readonly Record<string, unknown>[]>;
}

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
  const csvs = filesBelow(output).filter((path) => path.startsWith("daily_snapshots/"));
  return csvs.flatMap((path) => csvRecords(output, path).map(({ asset_id = "" }) => asset_id));
}

/** What a place holds of a market: its ids, the sources of its runs, its files. */
async function held(place: Place) {
  const ids = async (table: TableSpec) => (await place.rows(table)).map(({ asset_id }) => asset_id);
  const sources = async (table: TableSpec) =>
    (await place.rows(recordTablesOf(table).runs)).map(({ source }) => source);
  return {
    facts: await ids(cryptoMarketSnapshotFact),
    assets: await ids(cryptoAssetDim),
    runs: [...(await sources(cryptoMarketSnapshotFact)), ...(await sources(cryptoAssetDim))],
    paths: place.paths().filter((path) => !path.startsWith("warehouse")),
  };
}

async function expectOneMarket(place: Place): Promise<void> {
  for (const day of days) await runInProcess(...both, ...on(day, ...sample), ...place.options);
  const before = await held(place);
  expect(before.facts.length).toBeGreaterThan(40);
  const refused = (...args: string[]) => errorOf(runInProcess(...args, ...place.options));

  const calls = market.requests.length;
  for (const pipeline of both) {
    expect(await refused(pipeline, ...on(date, ...other))).toMatch(
      /holds data of the sample market \(made-up data\), this run's is of the source localhost: .*--force to replace all of it/,
    );
  }
  expect(await refused("market-snapshot", "--source=public")).toMatch(/this run's is of CoinGecko/);
  expect(market.requests).toHaveLength(calls);
  expect(await held(place)).toEqual(before);

  await runInProcess("market-snapshot", ...on(date, ...other, "--force"), ...place.options);
  await runInProcess("asset-dim", ...on(date, ...other), ...place.options);
  const after = await held(place);
  expect(after.facts.filter((id) => before.facts.includes(id))).toEqual([]);
  expect(after.assets.filter((id) => before.assets.includes(id))).toEqual([]);
  expect(after.runs).toEqual([market.url, market.url]);
  expect(after.paths.filter((path) => path.includes(days[0]))).toEqual([]);

  expect(await refused("asset-dim", ...on(date, ...sample))).toMatch(
    /holds data of the source localhost, this run's is of the sample market/,
  );
  expect(await held(place)).toEqual(after);
}

describe("an output and a warehouse hold one market", () => {
  it("in a folder and DuckDB", async () => {
    await expectOneMarket(localPlace("local"));
    expect(strayFiles(join(folder(), "local"))).toEqual([]);
  });

  it("in Cloud Storage and BigQuery", async () => {
    const doubles: CloudDoubles = await startCloudDoubles();
    setVariables(doubles.env);
    try {
      const output = new CloudOutput(doubles, "one_market");
      await expectOneMarket({
        options: output.options,
        paths: () => output.paths().filter((path) => !path.startsWith("raw/")),
        rows: (table) => Promise.resolve(output.rows(table)),
      });
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
    for (const day of days) await runInProcess(...both, ...on(day, ...sample), ...place.options);
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
    expect({ ...after, runs: after.runs.length }).toEqual({
      ...expected,
      runs: expected.runs.length,
    });
  }
}, 300_000);
