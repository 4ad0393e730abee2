/**
 * Replays a folder of recorded answers of the real API and compares every cell, of the CSV and of
 * the DuckDB table, with the recorded page. The comparison is written anew here: it shares no code
 * with the pipeline.
 *
 *     npm run test:recorded -- FOLDER
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import {
  serveRecordings,
  type RecordingsServer,
} from "../../pipelines/coingecko/sample_market/serve_recordings";
import { log } from "../../pipelines/log";
import { duckDbRows } from "../support/duckdb_rows";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";

type Coin = Record<string, unknown> & { sparkline_in_7d?: { price?: unknown[] | null } | null };
type Cells = Record<string, string>;

const folder = process.env.RECORDED_FOLDER ?? "";
const output = temporaryFolder();
let recordings: RecordingsServer;

beforeAll(async () => {
  log.level = "warn";
  recordings = await serveRecordings(folder);
});
afterAll(() => recordings.close());

const numbers = [
  ...["current_price", "market_cap", "market_cap_rank", "fully_diluted_valuation"],
  ...["total_volume", "high_24h", "low_24h", "price_change_24h", "price_change_percentage_24h"],
  ...["market_cap_change_24h", "market_cap_change_percentage_24h", "circulating_supply"],
  ...["total_supply", "max_supply", "ath", "ath_change_percentage", "atl"],
  ...["atl_change_percentage"],
];
const texts = ["symbol", "name"];
const timestamps = ["ath_date", "atl_date", "last_updated"];

test("every recorded day becomes a CSV and a partition that agree with the page", async () => {
  expect(recordings.dates.length).toBeGreaterThan(0);
  for (const date of recordings.dates) await compareDay(date);
  const partitions = await duckDbRows(
    join(output(), "warehouse.duckdb"),
    "SELECT snapshot_date::VARCHAR AS date, count(*)::INTEGER AS rows FROM crypto_market_snapshot_fact GROUP BY 1 ORDER BY 1",
  );
  expect(partitions.map(({ date }) => date)).toEqual(recordings.dates);
}, 1_200_000);

async function compareDay(date: string): Promise<void> {
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
    compareCells(date, coin, cell);
    compareRow(date, coin, rowOf.get(cell.asset_id ?? "") ?? {});
  }
}

function compareCells(date: string, coin: Coin, cell: Cells): void {
  const at = (column: string) => `${date} ${String(coin.id)} ${column}`;
  expect([at("snapshot_date"), cell.snapshot_date]).toEqual([at("snapshot_date"), date]);
  for (const column of texts) {
    expect([at(column), cell[column]]).toEqual([at(column), coin[column] ?? ""]);
  }
  for (const column of numbers) {
    const text = cell[column] ?? "";
    expect([at(column), text]).toEqual([at(column), expect.stringMatching(/^(-?\d+(\.\d+)?)?$/)]);
    const value = text === "" ? null : Number(text);
    expect([at(column), value]).toEqual([at(column), coin[column] ?? null]);
  }
  for (const column of timestamps) {
    expect([at(column), cell[column]]).toEqual([at(column), utc(coin[column])]);
  }
  compareVolatility(
    at("volatility"),
    coin,
    cell.volatility === "" ? null : Number(cell.volatility),
  );
}

function compareRow(date: string, coin: Coin, row: Record<string, string | number | null>): void {
  const at = (column: string) => `${date} ${String(coin.id)} ${column} in DuckDB`;
  for (const column of texts) {
    expect([at(column), row[column]]).toEqual([
      at(column),
      coin[column] === "" ? null : (coin[column] ?? null),
    ]);
  }
  for (const column of numbers) {
    const value = row[column] ?? null;
    expect([at(column), value === null ? null : Number(value)]).toEqual([
      at(column),
      coin[column] ?? null,
    ]);
  }
  for (const column of timestamps) {
    const value = row[column];
    const shown =
      typeof value === "string" ? new Date(value.replace(/\+00$/, "Z")).toISOString() : "";
    expect([at(column), shown]).toEqual([at(column), utc(coin[column])]);
  }
  compareVolatility(at("volatility"), coin, row.volatility as number | null);
}

function compareVolatility(at: string, coin: Coin, volatility: number | null): void {
  const prices = (coin.sparkline_in_7d?.price ?? []).filter((price) => typeof price === "number");
  if (prices.length < 2) {
    expect([at, volatility]).toEqual([at, null]);
    return;
  }
  const mean = prices.reduce((sum, price) => sum + price / prices.length, 0);
  const variance = prices.reduce((sum, price) => sum + (price - mean) ** 2 / prices.length, 0);
  const expected = Math.sqrt(variance);
  expect(Math.abs((volatility ?? NaN) - expected)).toBeLessThanOrEqual(1e-9 * expected);
}

async function readPage(url: string): Promise<Coin[]> {
  const answer = await fetch(`${url}/coins/markets?vs_currency=usd&per_page=250&sparkline=true`);
  return (await answer.json()) as Coin[];
}

function utc(value: unknown): string {
  return typeof value === "string" ? new Date(value).toISOString() : "";
}
