import { copyFileSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseCommandLine } from "../../pipelines/cli/command_line";
import { makesDashboard, writeDashboardOf } from "../../pipelines/dashboard/after_runs";
import { log } from "../../pipelines/core/log";
import { decodePage } from "../support/dashboard/decode_page";
import { makeDashboard } from "../support/dashboard/make_dashboard";
import { changeWarehouse } from "../support/dashboard/change_warehouse";
import { duckDbRows } from "../support/duckdb_rows";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";

const folder = temporaryFolder();
const days = ["2026-01-01", "2026-01-02", "2026-01-04"];
const filled = () => join(folder(), "filled");

beforeAll(async () => {
  for (const day of days) {
    await runInProcess(
      ...["market-snapshot", "asset-dim", "--source=sample:120"],
      ...[`--snapshotDate=${day}`, `--output=${filled()}`],
    );
  }
}, 120_000);

/** A copy of the warehouse, changed. */
async function changed(name: string, ...statements: string[]): Promise<string> {
  const copy = join(folder(), name);
  mkdirSync(copy);
  const file = join(copy, "warehouse.duckdb");
  copyFileSync(join(filled(), "warehouse.duckdb"), file);
  await changeWarehouse(file, ...statements);
  return copy;
}

it("holds the days, the coins and their history, as SQL gives them", async () => {
  const { code, stdout, stderr } = await makeDashboard(filled());
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/dashboard\.html {2}\d+ coins, 3 days, .* \(made-up data\)\n$/);
  const { data, history } = decodePage(pageIn(filled()));
  expect(data?.market).toBe("sample");
  expect(data?.days.day).toEqual(days);
  const rows = await duckDbRows(
    join(filled(), "warehouse.duckdb"),
    `SELECT asset_id, current_price, total_volume, market_cap_rank::INTEGER AS rank
     FROM crypto_market_snapshot_fact WHERE snapshot_date = '2026-01-02'`,
  );
  const rowOf = new Map(rows.map((row) => [row.asset_id, row]));
  const compared = (data?.coins.id ?? []).map((id, coin) => {
    const row = rowOf.get(id);
    const price = row?.current_price ?? null;
    const point = history[coin]?.price[1] ?? null;
    // Of small coins three digits are kept.
    const isNear = Math.abs(Number(point) / Number(price) - 1) <= 0.005;
    const isSame = price === null ? point === null : isNear;
    return isSame && history[coin]?.rank[1] === (row?.rank ?? null) ? "" : id;
  });
  expect(compared.filter((id) => id !== "")).toEqual([]);
  expect(compared.length).toBeGreaterThan(100);
});

it("gives the same bytes again, and leaves nothing else", async () => {
  const before = pageIn(filled());
  const files = readdirSync(filled());
  await makeDashboard(filled());
  expect(pageIn(filled()) === before).toBe(true);
  expect(readdirSync(filled())).toEqual(files);
});

it("shows a range of days", async () => {
  await makeDashboard(filled(), "--start-date=2026-01-02", "--endDate=2026-01-03");
  expect(decodePage(pageIn(filled())).data?.days.day).toEqual(["2026-01-02"]);
  await makeDashboard(filled(), "--startDate=2030-01-01");
  expect(decodePage(pageIn(filled())).data).toBeNull();
});

it("does without the tables that a warehouse lacks", async () => {
  const copy = await changed(
    "lacks",
    "DROP TABLE crypto_asset_dim",
    "DROP TABLE crypto_asset_dim_runs",
    "DROP TABLE crypto_market_snapshot_runs",
    "DROP TABLE IF EXISTS crypto_asset_contract",
    "DROP TABLE IF EXISTS crypto_check_results",
  );
  expect((await makeDashboard(copy)).code).toBe(0);
  const { data } = decodePage(pageIn(copy));
  expect([data?.runs.day, data?.checks, data?.contracts, data?.categories]).toEqual([
    [],
    null,
    null,
    [],
  ]);
});

it("shows nulls everywhere as such", async () => {
  const copy = await changed(
    "nulls",
    `UPDATE crypto_market_snapshot_fact SET (name, symbol, current_price, market_cap, market_cap_rank,
       total_volume, volatility, price_change_percentage_24h, price_change_percentage_7d,
       price_change_percentage_30d, ath, ath_change_percentage, circulating_supply, high_24h, low_24h,
       market_cap_change_24h) = (${Array.from({ length: 16 }, () => "NULL").join(", ")})`,
  );
  expect((await makeDashboard(copy)).code).toBe(0);
  const { data } = decodePage(pageIn(copy));
  expect(data?.coins.price.every((price) => price === null)).toBe(true);
  expect(data?.days.marketCap).toEqual([null, null, null]);
});

it("says what to do about a warehouse that has other columns", async () => {
  const copy = await changed("other", "ALTER TABLE crypto_market_snapshot_fact DROP volatility");
  const { code, stderr } = await makeDashboard(copy);
  expect(code).toBe(1);
  expect(stderr).toMatch(/has other tables than this version of the program reads: .*volatility/);
  expect(stderr).toMatch(/update this program; if an older one did, run a pipeline/);
  expect(readdirSync(copy)).toEqual(["warehouse.duckdb"]);
});

it.each([
  [["--startDate=2026-02-30"], /--startDate=2026-02-30: expected a date/],
  [["--startDate=2026-01-02", "--endDate=2026-01-01"], /is after/],
  [["--theme=dark"], /dashboard: unknown option.*See dashboard --help/],
  [["all"], /dashboard: too many arguments/],
])("refuses %j", async (options, message) => {
  const { code, stderr } = await makeDashboard(filled(), ...options);
  expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
});

it("names the warehouse that is not there", async () => {
  const { code, stderr } = await makeDashboard(join(folder(), "nothing"));
  expect([code, stderr]).toEqual([1, expect.stringMatching(/There is no warehouse at .*nothing/)]);
});

describe("after the runs of a command", () => {
  const command = (...argv: string[]) => parseCommandLine(argv);

  it.each([
    [["--output=x"], true],
    [["--output=x", "--dashboard=false"], false],
    [["--output=gs://bucket/x"], false],
    [["--output=x", "--warehouse=none"], false],
    [["--output=x", "--warehouse=bigquery:my-project.crypto"], false],
    [["date-dim", "--output=x"], false],
  ])("%j ends with a page: %p", (argv, expected) => {
    expect(makesDashboard(command(...argv))).toBe(expected);
  });

  it("writes it, and only warns where that fails", async () => {
    const warn = jest.spyOn(log, "warn");
    expect(await writeDashboardOf(command(`--output=${filled()}`))).toMatch(/3 days/);
    const nowhere = join(folder(), "nowhere");
    expect(await writeDashboardOf(command(`--output=${nowhere}`))).toBeNull();
    expect(warn.mock.calls.map(([, message]) => message)).toEqual([
      expect.stringMatching(/dashboard\.html could not be made: There is no warehouse/),
    ]);
  });
});

function pageIn(output: string): string {
  return readFileSync(join(output, "dashboard.html"), "utf8");
}
