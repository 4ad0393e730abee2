/**
 * Replays recorded market charts of the real API and compares every cell, of the CSVs and of the DuckDB
 * table, with the recording. The comparison is independent: it shares no code with the pipeline.
 *
 *     npm run test:recorded -- FOLDER
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { serveRecordings } from "../../pipelines/sample_market/recordings/serve_recordings";
import { duckDbRows } from "../support/duckdb_rows";
import { csvRecords, filesBelow } from "../support/output_files";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";

type Series = readonly (readonly [at: number, value: number | null])[];

interface Chart {
  readonly prices: Series;
  readonly market_caps: Series;
  readonly total_volumes: Series;
}

const folder = process.env.RECORDED_FOLDER ?? "";
const recordings = readdirSync(folder).filter((name) => /^market_chart_.+_[^_]+\.json$/.test(name));
const chartIn = (name: string) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Chart;
/** Those whose points are days: a chart of some weeks may have hours. */
const daily = recordings.filter((name) =>
  chartIn(name)
    .prices.slice(0, -1)
    .every(([at]) => at % 86_400_000 === 0),
);
const output = temporaryFolder();

test("recordings of charts are there, or no coin has one", async () => {
  const server = await serveRecordings(folder);
  const answer = await fetch(`${server.url}/coins/bitcoin/market_chart/range?vs_currency=usd`);
  await server.close();
  const ofBitcoin = recordings.filter((name) => name.startsWith("market_chart_bitcoin_"));
  expect(answer.status).toBe(ofBitcoin.length > 0 ? 200 : 404);
});

if (daily.length > 0) test.each(daily)("every day of %s gives every cell", everyCell);

async function everyCell(name: string): Promise<void> {
  const id = /^market_chart_(.+)_[^_]+\.json$/.exec(name)?.[1] ?? "";
  const chart = chartIn(name);
  const starts = chart.prices.map(([at]) => at).filter((at) => at % 86_400_000 === 0);
  const days = starts.map((at) => new Date(at).toISOString().slice(0, 10));
  const [first = "", last = ""] = [days[0], days.at(-1)];
  expect(days.length).toBeGreaterThan(1);
  const valueOn = (series: Series, day: string) =>
    series.find(([at]) => new Date(at).toISOString() === `${day}T00:00:00.000Z`)?.[1] ?? null;

  const server = await serveRecordings(folder);
  const into = join(output(), name);
  const reports = await runInProcess(
    ...["market-history", `--source=${server.url}`, `--coins=ids:${id}`, `--snapshotDate=${last}`],
    ...[`--startDate=${first}`, `--endDate=${last}`, `--output=${into}`],
  );
  await server.close();
  expect(reports.map(({ snapshot_date }) => snapshot_date)).toEqual(days);
  expect(reports.every(({ counts }) => counts.rows === 1 && counts.fetched === 1)).toBe(true);

  expect(filesBelow(join(into, "daily_history"))).toEqual(days.map((day) => `history_${day}.csv`));
  const expected = days.map((day) => ({
    ...{ snapshot_date: day, asset_id: id, vs_currency: "usd" },
    price: valueOn(chart.prices, day),
    market_cap: valueOn(chart.market_caps, day),
    total_volume: valueOn(chart.total_volumes, day),
    priced_at: `${day}T00:00:00.000Z`,
  }));
  const cells = days.flatMap((day) => csvRecords(into, `daily_history/history_${day}.csv`));
  const number = (text: string | undefined) => (text === "" ? null : Number(text));
  expect(
    cells.map(({ ingested_at: _, price, market_cap, total_volume, ...texts }) => ({
      ...texts,
      ...{ price: number(price), market_cap: number(market_cap) },
      total_volume: number(total_volume),
    })),
  ).toEqual(expected);

  const rows = await duckDbRows(
    join(into, "warehouse.duckdb"),
    `SELECT * EXCLUDE (ingested_at, priced_at),
      strftime(priced_at, '%Y-%m-%dT%H:%M:%S.%gZ') AS priced_at
     FROM crypto_market_history_fact ORDER BY snapshot_date`,
  );
  expect(rows).toEqual(expected);
}
