/**
 * Replays recorded categories of the real API and compares every cell, of the CSV and of the DuckDB
 * table, with the recording. The comparison is independent: it shares no code with the pipeline.
 *
 *     npm run test:recorded -- FOLDER
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { serveRecordings } from "../../pipelines/sample_market/recordings/serve_recordings";
import { duckDbRows } from "../support/duckdb_rows";
import { csvRecords } from "../support/output_files";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";

interface Category {
  readonly id: string;
  readonly name?: string | null;
  readonly market_cap?: number | null;
  readonly market_cap_change_24h?: number | null;
  readonly volume_24h?: number | null;
  readonly top_3_coins_id?: readonly string[] | null;
  readonly updated_at?: string | null;
}

const folder = process.env.RECORDED_FOLDER ?? "";
const recording = join(folder, "coins_categories.json");
const output = temporaryFolder();

test("every cell of the categories agrees with the recording, where there is one", async () => {
  const server = await serveRecordings(folder);
  const date = server.dates.at(-1) ?? "";
  const where = [`--source=${server.url}`, `--snapshot-date=${date}`, `--output=${output()}`];
  const [report] = await runInProcess("market-snapshot", ...where, "--extras=categories");
  await server.close();
  const isSkipped = report?.warnings.some((warning) => warning.includes("crypto_category_fact"));
  expect(isSkipped).toBe(!existsSync(recording));
  if (isSkipped) return;

  const recorded = JSON.parse(readFileSync(recording, "utf8")) as Category[];
  const byId = new Map(recorded.map((category) => [category.id, category]));
  const ids = [...byId.keys()].sort();
  expect(ids.length).toBeGreaterThan(0);

  const cells = csvRecords(output(), `daily_snapshots/categories_${date}.csv`);
  expect(cells.map(({ category_id }) => category_id)).toEqual(ids);
  for (const cell of cells) {
    const { ingested_at, market_cap, market_cap_change_24h, total_volume, ...texts } = cell;
    const category = byId.get(cell.category_id ?? "");
    expect(texts).toEqual({
      ...{ snapshot_date: date, category_id: category?.id, name: category?.name ?? "" },
      top_3_asset_ids: (category?.top_3_coins_id ?? []).join("|"),
      updated_at: utc(category?.updated_at),
    });
    expect([market_cap, market_cap_change_24h, total_volume].map(numberOf)).toEqual(
      [category?.market_cap, category?.market_cap_change_24h, category?.volume_24h].map(numberOf),
    );
    expect(ingested_at).not.toBe("");
  }

  const rows = await duckDbRows(
    join(output(), "warehouse.duckdb"),
    `SELECT category_id, name, market_cap, market_cap_change_24h AS change, total_volume AS volume,
      strftime(updated_at, '%Y-%m-%dT%H:%M:%S.%gZ') AS updated_at
     FROM crypto_category_fact WHERE snapshot_date = '${date}' ORDER BY category_id`,
  );
  expect(rows).toEqual(
    ids.map((id) => {
      const category = byId.get(id);
      return {
        ...{ category_id: id, name: category?.name ?? null },
        ...{ market_cap: numberOf(category?.market_cap), volume: numberOf(category?.volume_24h) },
        change: numberOf(category?.market_cap_change_24h),
        updated_at: utc(category?.updated_at) || null,
      };
    }),
  );
});

/** Null for what is empty or absent; -0 is 0. */
function numberOf(value: string | number | null | undefined): number | null {
  return value === null || value === undefined || value === "" ? null : Number(value) + 0;
}

function utc(value: string | null | undefined): string {
  return typeof value === "string" ? new Date(value).toISOString() : "";
}
