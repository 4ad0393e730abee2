import { readdirSync } from "node:fs";
import { join } from "node:path";
import { archiveDays } from "../support/archived_days";
import { duckDbRows } from "../support/duckdb_rows";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";

const folder = temporaryFolder();

test("a forced range in another currency replaces all days, and keeps each of its own", async () => {
  const output = folder();
  const dates = ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"];
  const { options, range } = await archiveDays(output, dates);
  const reports = await runInProcess(
    ...["market-snapshot", ...options, `--output=${output}`, `--snapshotDate=${range}`],
    ...["--vsCurrency=eur", "--force"],
  );
  expect(reports.map(({ state }) => state)).toEqual(dates.map(() => "DONE"));
  const held = `SELECT snapshot_date, vs_currency, count(*) > 0 AS has_rows
    FROM crypto_market_snapshot_fact GROUP BY ALL ORDER BY ALL`;
  expect(await duckDbRows(join(output, "warehouse.duckdb"), held)).toEqual(
    dates.map((day) => ({ snapshot_date: day, vs_currency: "eur", has_rows: true })),
  );
  expect(readdirSync(join(output, "daily_snapshots"))).toEqual(
    expect.arrayContaining(dates.map((day) => `crypto_${day}.csv`)),
  );
}, 120_000);
