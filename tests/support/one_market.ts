import type { SampleMarketServer } from "../../pipelines/sample_market/serve_sample_market";
import { cryptoAssetDim } from "../../schemas/crypto_asset_dim";
import { cryptoCategoryFact } from "../../schemas/crypto_category_fact";
import { cryptoMarketSnapshotFact } from "../../schemas/crypto_market_snapshot_fact";
import type { TableSpec } from "../../schemas/table";
import { tablesOf } from "../../schemas/tables";
import { errorOf } from "./error_of";
import { runInProcess } from "./run_in_process";

export const days = ["2026-01-01", "2026-01-02"] as const;
const [, date] = days;
export const bothPipelines = ["market-snapshot", "asset-dim"];
export const sample = ["--source=sample:30", "--detail-requests=2"];

export const on = (day: string, ...options: string[]) => [...options, `--snapshot-date=${day}`];

/** The options of a market that is no sample: it is served by a URL. */
export const servedBy = ({ url }: SampleMarketServer) => [`--source=${url}`, "--detail-requests=2"];

/** A place for the data, and what is looked at there. */
export interface Place {
  readonly options: string[];
  /** The paths of all files but archived answers. */
  paths(): string[] | Promise<string[]>;
  rows(table: TableSpec): Promise<readonly Record<string, unknown>[]>;
}

/** What a place holds of a market: its ids, the sources of its runs, its files. */
export async function held(place: Place) {
  const ids = async (table: TableSpec) => (await place.rows(table)).map(({ asset_id }) => asset_id);
  const sources = async (pipeline: "market-snapshot" | "asset-dim") =>
    (await place.rows(tablesOf(pipeline).runs)).map(({ source }) => source);
  const categories = await place.rows(cryptoCategoryFact);
  return {
    facts: await ids(cryptoMarketSnapshotFact),
    categoryDays: [...new Set(categories.map(({ snapshot_date }) => snapshot_date))],
    assets: await ids(cryptoAssetDim),
    runs: [...(await sources("market-snapshot")), ...(await sources("asset-dim"))],
    paths: (await place.paths()).filter((path) => !path.startsWith("warehouse")),
  };
}

/** Every direction of two markets in one place: refused without a change, replaced when forced. */
export async function expectOneMarket(place: Place, market: SampleMarketServer): Promise<void> {
  const other = servedBy(market);
  for (const day of days)
    await runInProcess(...bothPipelines, ...on(day, ...sample), ...place.options);
  const before = await held(place);
  expect(before.facts.length).toBeGreaterThan(40);
  const refused = (...args: string[]) => errorOf(runInProcess(...args, ...place.options));

  const calls = market.requests.length;
  for (const pipeline of bothPipelines) {
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
  expect(after.categoryDays).toEqual([date]);
  expect(after.assets.filter((id) => before.assets.includes(id))).toEqual([]);
  expect(after.runs).toEqual([market.url, market.url]);
  expect(after.paths.filter((path) => path.includes(days[0]))).toEqual([]);

  expect(await refused("asset-dim", ...on(date, ...sample))).toMatch(
    /holds data of the source localhost, this run's is of the sample market/,
  );
  expect(await held(place)).toEqual(after);
}
