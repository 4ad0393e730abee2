/**
 * Replays a folder of recorded answers of the real API and compares every cell, of the CSV and of
 * the DuckDB table, with the recorded page. The comparison is independent: it shares no code with the
 * pipeline.
 *
 *     npm run test:recorded -- FOLDER
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import {
  serveRecordings,
  type RecordingsServer,
} from "../../pipelines/sample_market/recordings/serve_recordings";
import { Recordings } from "../../pipelines/sample_market/recordings/recordings";
import { duckDbRows } from "../support/duckdb_rows";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";

type Coin = Record<string, unknown> & { sparkline_in_7d?: { price?: unknown[] | null } | null };
type Cells = Record<string, string>;

const folder = process.env.RECORDED_FOLDER ?? "";
const output = temporaryFolder();
let recordings: RecordingsServer;

beforeAll(async () => {
  recordings = await serveRecordings(folder);
});
afterAll(() => recordings.close());

const numbers = [
  ...["current_price", "market_cap", "market_cap_rank", "fully_diluted_valuation"],
  ...["total_volume", "high_24h", "low_24h", "price_change_24h", "price_change_percentage_24h"],
  ...["market_cap_change_24h", "market_cap_change_percentage_24h", "circulating_supply"],
  ...["total_supply", "max_supply", "ath", "ath_change_percentage", "atl"],
  ...["atl_change_percentage", "market_cap_rank_with_rehypothecated"],
];
/** The price changes that are asked for, which the API names after the currency too. */
const changes = ["1h", "7d", "14d", "30d", "200d", "1y"].map((w) => `price_change_percentage_${w}`);
/** Each column of numbers, and its field. */
const numberFields = [
  ...numbers.map((column) => [column, column] as const),
  ...changes.map((column) => [column, `${column}_in_currency`] as const),
];
const texts = ["symbol", "name"];
const timestamps = ["ath_date", "atl_date", "last_updated"];

const dates = new Recordings(folder).dates;

test.each(dates)("%s: every cell of CSV and table agrees with the recorded page", async (date) => {
  expect(await differencesOn(date)).toEqual([]);
});

test("every recorded day is its own partition", async () => {
  const partitions = await duckDbRows(
    join(output(), "warehouse.duckdb"),
    "SELECT snapshot_date::VARCHAR AS date, count(*)::INTEGER AS rows FROM crypto_market_snapshot_fact GROUP BY 1 ORDER BY 1",
  );
  expect(partitions.map(({ date }) => date)).toEqual(dates);
});

/** A message for each cell that differs from the page. */
async function differencesOn(date: string): Promise<string[]> {
  const differences: string[] = [];
  recordings.show(date);
  const page = await readPage(recordings.url);
  const [report] = await runInProcess(
    "market-snapshot",
    ...[`--source=${recordings.url}`, `--snapshot-date=${date}`, `--output=${output()}`],
  );
  const latest = new Map(page.map((coin) => [coin.id as string, coin]));
  expect(report?.counts.rows).toBe(latest.size);
  const file = join(output(), "daily_snapshots", `crypto_${date}.csv`);
  const cells = parse<Cells>(readFileSync(file), { columns: true });
  const rows = (await duckDbRows(
    join(output(), "warehouse.duckdb"),
    `SELECT * FROM crypto_market_snapshot_fact WHERE snapshot_date = '${date}'`,
  )) as Record<string, string | number | null>[];
  expect(cells.map((cell) => cell.asset_id).sort()).toEqual([...latest.keys()].sort());
  expect(rows.map((row) => row.asset_id).sort()).toEqual([...latest.keys()].sort());
  const rowOf = new Map(rows.map((row) => [row.asset_id as string, row]));
  for (const cell of cells) {
    const coin = latest.get(cell.asset_id ?? "") ?? {};
    const compare = (column: string, actual: unknown, expected: unknown) => {
      if (Object.is(actual, expected)) return;
      differences.push(`${String(coin.id)} ${column}: ${String(actual)} for ${String(expected)}`);
    };
    compareCells(date, coin, cell, compare);
    compareRow(coin, rowOf.get(cell.asset_id ?? "") ?? {}, compare);
  }
  return differences;
}

type Compare = (column: string, actual: unknown, expected: unknown) => void;

function compareCells(date: string, coin: Coin, cell: Cells, compare: Compare): void {
  compare("snapshot_date", cell.snapshot_date, date);
  for (const column of texts) compare(column, cell[column], coin[column] ?? "");
  for (const [column, field] of numberFields) {
    const text = cell[column] ?? "";
    compare(`${column}'s form`, /^(-?\d+(\.\d*[1-9])?)?$/.test(text), true);
    compare(column, numberOf(text), numberOf(coin[field]));
  }
  for (const column of timestamps) compare(column, cell[column], utc(coin[column]));
  compare("volatility", isDeviation(coin, numberOf(cell.volatility)), true);
}

function compareRow(
  coin: Coin,
  row: Record<string, string | number | null>,
  compare: Compare,
): void {
  for (const column of texts) compare(`${column} in DuckDB`, row[column] ?? "", coin[column] ?? "");
  for (const [column, field] of numberFields) {
    compare(`${column} in DuckDB`, numberOf(row[column]), numberOf(coin[field]));
  }
  for (const column of timestamps) {
    const value = row[column];
    const shown = typeof value === "string" ? utc(value.replace(/\+00$/, "Z")) : "";
    compare(`${column} in DuckDB`, shown, utc(coin[column]));
  }
  compare("volatility in DuckDB", isDeviation(coin, numberOf(row.volatility)), true);
}

/** Null for what is empty or absent; -0 is 0. */
function numberOf(value: unknown): number | null {
  return value === null || value === undefined || value === "" ? null : Number(value) + 0;
}

function isDeviation(coin: Coin, volatility: number | null): boolean {
  const prices = (coin.sparkline_in_7d?.price ?? []).filter((price) => typeof price === "number");
  if (prices.length < 2) return volatility === null;
  const mean = prices.reduce((sum, price) => sum + price / prices.length, 0);
  const variance = prices.reduce((sum, price) => sum + (price - mean) ** 2 / prices.length, 0);
  const expected = Math.sqrt(variance);
  return volatility !== null && Math.abs(volatility - expected) <= 1e-9 * expected;
}

async function readPage(url: string): Promise<Coin[]> {
  const answer = await fetch(`${url}/coins/markets?vs_currency=usd&per_page=250&sparkline=true`);
  return (await answer.json()) as Coin[];
}

function utc(value: unknown): string {
  return typeof value === "string" ? new Date(value).toISOString() : "";
}
