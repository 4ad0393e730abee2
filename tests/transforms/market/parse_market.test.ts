import type { DoFn } from "apache-beam/transforms/pardo";
import { cryptoMarketSnapshotFact } from "../../../schemas/crypto_market_snapshot_fact";
import { create, step } from "../../../pipelines/beam/step";
import { dayRun } from "../../../pipelines/run/day_runs";
import { runDirect } from "../../../pipelines/runners/direct";
import { toMarketRow } from "../../../pipelines/transforms/market/market_row";
import type { Page } from "../../../pipelines/transforms/parse/page";
import { ParseAssets } from "../../../pipelines/transforms/assets/parse_assets";
import { ParseMarket } from "../../../pipelines/transforms/market/parse_market";
import { RejectedLine, type Reject } from "../../../pipelines/transforms/parse/reject";
import { collect } from "../collect";
import { runsOf } from "../../run/run_of";

const fetchedAt = "2026-01-02T12:00:00.000Z";
const date = "2026-01-02";
const runs = runsOf("market-snapshot", "--vsCurrency=eur");
const run = dayRun(runs, date);

/** What a step makes of a page, on the DirectRunner. */
async function parsed<T>(doFn: DoFn<Page, T>, text: string): Promise<{ outputs: T[] }> {
  const count = (JSON.parse(text) as unknown[]).length;
  const page: Page = { date, url: "http://host/page", fetchedAt, text, count };
  let outputs: T[] = [];
  await runDirect((root) => {
    outputs = collect(
      "parsed",
      root
        // It travels as JSON, as from one worker to another.
        .apply(create("Page", [page]))
        .apply(step("Parse", doFn)),
    );
  });
  return { outputs };
}

/** A JSON text for each column that comes from the API, and what it becomes. */
const fields: Record<string, readonly [json: string, value: unknown]> = {
  symbol: ['"btc"', "btc"],
  name: ['"=Bit, \\"coin\\""', '=Bit, "coin"'],
  current_price: ["6.25e-06", 0.00000625],
  market_cap: ["1.0", 1],
  market_cap_rank: ["1", 1],
  fully_diluted_valuation: ["2", 2],
  total_volume: ["3.5", 3.5],
  high_24h: ["4", 4],
  low_24h: ["5", 5],
  price_change_24h: ["-6", -6],
  price_change_percentage_24h: ["-7.5", -7.5],
  market_cap_change_24h: ["8", 8],
  market_cap_change_percentage_24h: ["9", 9],
  circulating_supply: ["4.2e17", 4.2e17],
  total_supply: ["0", 0],
  max_supply: ["null", null],
  ath: ["12", 12],
  ath_change_percentage: ["-13", -13],
  ath_date: ['"2021-11-10T14:24:11+08:00"', "2021-11-10T06:24:11.000Z"],
  atl: ["0", 0],
  atl_change_percentage: ["1.9758e+37", 1.9758e37],
  atl_date: ['"2013-07-06T00:00:00.000Z"', "2013-07-06T00:00:00.000Z"],
  last_updated: ['"2026-01-02T11:59:00Z"', "2026-01-02T11:59:00.000Z"],
  price_change_percentage_1h: ["0.1", 0.1],
  price_change_percentage_7d: ["-4.042267423689584", -4.042267423689584],
  price_change_percentage_14d: ["0", 0],
  price_change_percentage_30d: ["1.9e-05", 0.000019],
  price_change_percentage_200d: ["1.2e+21", 1.2e21],
  price_change_percentage_1y: ["null", null],
  market_cap_rank_with_rehypothecated: ["2", 2],
};
/** Columns that the API names otherwise: the price changes that have to be asked for. */
const wireName = (column: string) =>
  column.replace(/^price_change_percentage_(?!24h)\w+$/, "$&_in_currency");
const element = `{"id":" a b ",${Object.entries(fields)
  .map(([name, [json]]) => `"${wireName(name)}":${json}`)
  .join(",")},"sparkline_in_7d":{"price":[2,4,4,4,5,5,7,9,null]},"roi":null}`;

describe("a market row", () => {
  it("holds each field of the element under its own name", () => {
    const row = toMarketRow(JSON.parse(element), run, fetchedAt);
    expect(row).toEqual({
      ...Object.fromEntries(Object.entries(fields).map(([name, [, value]]) => [name, value])),
      ...{ snapshot_date: "2026-01-02", asset_id: " a b ", vs_currency: "eur" },
      ...{ volatility: 2, ingested_at: fetchedAt },
    });
    const columns = cryptoMarketSnapshotFact.columns.map(({ name }) => name);
    expect(Object.keys(row).sort()).toEqual(columns.sort());
  });

  it("needs nothing but an id", () => {
    const row = toMarketRow({ id: "a" }, run, fetchedAt);
    const known = Object.entries(row).filter(([, value]) => value !== null);
    expect(known.map(([name]) => name)).toEqual([
      ...["snapshot_date", "asset_id", "vs_currency", "ingested_at"],
    ]);
    for (const sparkline of ["null", "{}", '{"price":null}', '{"price":[]}', '{"price":[1]}']) {
      const coin: unknown = JSON.parse(`{"id":"a","sparkline_in_7d":${sparkline}}`);
      expect(toMarketRow(coin, run, fetchedAt).volatility).toBeNull();
    }
  });
});

describe("a page", () => {
  const good = ['{"id":"a"}', '{"id":"b","symbol":""}'];
  const bad: [raw: string, id: string | null, field: string | null][] = [
    ["null", null, null],
    ["[1, 2]", null, null],
    ['"x"', null, null],
    ['{"id":null}', null, "id"],
    ['{ "id" : 7.0 }', null, "id"],
    ['{"id":"\\ud800"}', null, "id"],
    ['{"id":"c","current_price":"1e3"}', "c", "current_price"],
    ['{"id":"d","market_cap":1e400}', "d", "market_cap"],
    ['{"id":"e","last_updated":"2026-02-30T00:00:00Z"}', "e", "last_updated"],
    ['{"id":"f","sparkline_in_7d":[1]}', "f", "sparkline_in_7d"],
    ['{"id":"g","sparkline_in_7d":{"price":[1,"2"]}}', "g", "price[1]"],
    ['{"id":"h","id":"i","name":5}', "i", "name"],
  ];
  const body = `[ ${[...good, ...bad.map(([raw]) => raw)].join(" ,\n")}\n]`;

  it("becomes rows, and rejects with their very text, and each is counted", async () => {
    const { outputs } = await parsed(new ParseMarket(runs), body);
    const rows = outputs.flatMap((one) => ("rows" in one ? [one.rows.asset_id] : []));
    const rejects = outputs.flatMap((one) => ("rejects" in one ? [one.rejects] : []));
    expect(rows).toEqual(["a", "b"]);
    expect(rejects.map(({ raw, asset_id, field }) => [raw, asset_id, field])).toEqual(bad);
    expect(rejects.map(({ index, url }) => [index, url])).toEqual(
      bad.map((_, n) => [n + good.length, "http://host/page"]),
    );
    expect(outputs.filter((one) => "audit" in one)).toEqual([
      { audit: { date, kind: "count", count: "fetched", n: 14 } },
      { audit: { date, kind: "count", count: "rejects", n: 12 } },
    ]);
  });

  it("as observations is judged by what the dimension uses alone", async () => {
    for (const role of ["list", "market"] as const) {
      const { outputs } = await parsed(new ParseAssets(role), body);
      const observations = outputs.flatMap((one) =>
        "observations" in one ? [one.observations] : [],
      );
      const prices = ["a", "b", "c", "d", "e", "f", "g"];
      const refused = role === "list" ? [] : ["d", "e"];
      expect(observations.map(({ asset_id }) => asset_id)).toEqual(
        prices.filter((id) => !refused.includes(id)),
      );
      expect(outputs.filter((one) => "audit" in one)).toEqual([
        { audit: { date, kind: "count", count: "fetched", n: 14 - observations.length } },
        { audit: { date, kind: "count", count: "rejects", n: 14 - observations.length } },
        { audit: { date, kind: "observed", on: role, n: observations.length } },
        { audit: { date, kind: "controlTotal", n: observations.length } },
      ]);
    }
  });
});

it("a rejected line says which pipeline, date, URL and coin, and why", () => {
  const reject: Reject = {
    ...{
      date,
      url: "http://host/page",
      index: 3,
      asset_id: null,
      reason: "no usable id",
      field: "id",
    },
    raw: '{"id":"\n🚀\\ud800"}',
  };
  const [line] = [...new RejectedLine("market-snapshot").process(reject)];
  expect(line?.text.endsWith("\n")).toBe(true);
  expect(line?.text.trimEnd()).not.toContain("\n");
  expect(JSON.parse(line?.text ?? "")).toEqual({
    ...{ pipeline: "market-snapshot", snapshot_date: "2026-01-02", url: "http://host/page" },
    ...{ asset_id: null, reason: "no usable id", field: "id", raw: reject.raw },
  });
});
