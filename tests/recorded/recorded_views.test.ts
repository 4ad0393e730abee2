/**
 * Loads a folder of recorded days, and compares what the views and checks say of them with a reckoning
 * over the raw pages that shares no code with them.
 *
 *     npm run test:recorded -- FOLDER
 */
import { join } from "node:path";
import { checkDays } from "../../pipelines/check/check_days";
import type { CheckResult } from "../../pipelines/check/check_result";
import { Recordings } from "../../pipelines/sample_market/recordings/recordings";
import { serveRecordings } from "../../pipelines/sample_market/recordings/serve_recordings";
import { reckonedHistory, reckonedUniverse, type Snapshots } from "../support/asset_history";
import { duckDbRows } from "../support/duckdb_rows";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";

type Coin = Record<string, unknown> & { id: string };

const folder = process.env.RECORDED_FOLDER ?? "";
const output = temporaryFolder();
const file = () => join(output(), "warehouse.duckdb");
const { dates } = new Recordings(folder);
const pages = new Map<string, readonly Coin[]>();

beforeAll(async () => {
  const recordings = await serveRecordings(folder);
  for (const date of dates) {
    recordings.show(date);
    const answer = await fetch(`${recordings.url}/coins/markets?vs_currency=usd&per_page=250`);
    pages.set(date, (await answer.json()) as Coin[]);
    const args = [`--source=${recordings.url}`, `--snapshot-date=${date}`];
    await runInProcess("market-snapshot", ...args, `--output=${output()}`);
  }
  await recordings.close();
}, 600_000);

test("crypto_asset_history and crypto_universe are as the raw pages say", async () => {
  const snapshots: Snapshots = dates.map((date) => ({
    date,
    coins: [...new Map((pages.get(date) ?? []).map((coin) => [coin.id, coin])).values()].map(
      ({ id, name, symbol }) => ({ id, name: textOf(name), symbol: textOf(symbol) }),
    ),
  }));
  const versions = reckonedHistory(snapshots).map((version) => ({
    ...version,
    days_seen: String(version.days_seen),
    is_current: version.valid_to === null,
  }));
  expect(lines(await duckDbRows(file(), "SELECT * FROM crypto_asset_history"))).toEqual(
    lines(versions),
  );
  expect(lines(await duckDbRows(file(), "SELECT * FROM crypto_universe"))).toEqual(
    lines(reckonedUniverse(snapshots)),
  );
});

test("crypto_market_totals adds the raw pages up", async () => {
  const rows = await duckDbRows(file(), "SELECT * FROM crypto_market_totals ORDER BY 1");
  expect(rows.map(({ snapshot_date }) => snapshot_date)).toEqual(dates);
  for (const [index, row] of rows.entries()) {
    const caps = (pages.get(dates[index] ?? "") ?? [])
      .map(({ market_cap: cap }) => Number(cap))
      .sort((a, b) => b - a);
    const sum = (values: readonly number[]) => values.reduce((total, cap) => total + cap, 0);
    expect(Number(row.market_cap) / sum(caps)).toBeCloseTo(1, 9);
    expect(row.top_10_dominance).toBeCloseTo((100 * sum(caps.slice(0, 10))) / sum(caps), 6);
  }
});

/** What is true of a day on which market-snapshot is the only pipeline that ran. */
const withoutOthers = ["runs_are_done", "snapshot_date_is_in_date_dim"];
const needDimension = [
  ...["contract_assets_are_in_asset_dim", "contract_has_one_row_per_asset"],
  ...["asset_dim_has_one_row_per_asset", "asset_dim_has_seen_the_date"],
  "snapshot_assets_are_in_asset_dim",
];

test("the checks pass on every recorded day, or what they find is true of it", async () => {
  const found = new Map<string, readonly CheckResult[]>();
  const asked = { warehouse: `duckdb:${file()}`, otherWarehouses: [], maxBytes: Infinity };
  await checkDays(asked, dates, {
    onDay: (date, results) => found.set(date, results),
    onNote: (line) => {
      throw new Error(line);
    },
  });
  for (const [date, results] of found) {
    const findings = results.filter(({ passed }) => !passed).map(({ check_name }) => check_name);
    const expected = [...withoutOthers, ...needDimension, ...trueFindings(date)];
    expect([date, findings]).toEqual([date, expected.sort()]);
  }
  const kept = await duckDbRows(
    file(),
    "SELECT count(DISTINCT snapshot_date)::INT AS days FROM crypto_check_results",
  );
  expect(kept).toEqual([{ days: dates.length }]);
});

function trueFindings(date: string): string[] {
  const coins = pages.get(date) ?? [];
  const before = dates[dates.indexOf(date) - 1];
  const days = before === undefined ? 1 : (Date.parse(date) - Date.parse(before)) / 86_400_000;
  const priceBefore = new Map((pages.get(before ?? "") ?? []).map((coin) => [coin.id, coin]));
  const has = (found: boolean, name: string) => (found ? [name] : []);
  const isBig = (change: unknown) => typeof change === "number" && change > 1000;
  return [
    ...has(days > 1, "snapshot_follows_without_gap"),
    ...has(
      coins.length < 0.9 * (before === undefined ? 0 : (pages.get(before)?.length ?? 0)) &&
        days <= 7,
      "snapshot_has_not_shrunk",
    ),
    ...has(
      coins.some(
        ({ id, current_price: price, price_change_percentage_24h: change }) =>
          isBig(change) ||
          (days === 1 &&
            Number(price) > 11 * Number(priceBefore.get(id)?.current_price ?? Infinity)),
      ),
      "snapshot_moves_are_plausible",
    ),
    ...has(
      coins.some(
        ({ current_price: price, high_24h: high, low_24h: low }) =>
          (Number(high) > 0 && Number(price) > 2 * Number(high)) ||
          (Number(low) > 0 && price !== null && 2 * Number(price) < Number(low)),
      ),
      "snapshot_prices_are_in_their_range",
    ),
  ];
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** Rows as sorted lines, each with its values in the order of their names. */
function lines(rows: readonly object[]): string[] {
  return rows
    .map((row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))))
    .sort();
}
