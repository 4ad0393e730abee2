import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dailyTables } from "../support/daily_tables";
import { csvPath, parquetPath } from "../../pipelines/run/paths";
import { duckDbInMemory } from "../support/duckdb_in_memory";
import { filesBelow, reportIn } from "../support/output_files";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";

const folder = temporaryFolder();
const date = "2026-01-02";
const run = (...options: string[]) =>
  runInProcess(
    ...["date-dim", "market-snapshot", "asset-dim", `--output=${folder()}`],
    ...["--source=sample:60", `--snapshotDate=${date}`, ...options],
  );
const parquetFiles = () => filesBelow(folder()).filter((path) => path.endsWith(".parquet"));

it("each table has a Parquet file with the rows of the warehouse, until it is not asked for", async () => {
  await run("--formats=csv,parquet");
  const expected = dailyTables.map((table) => parquetPath(csvPath(table, date))).sort();
  expect(parquetFiles()).toEqual(expected);
  const reported = reportIn(folder(), "market-snapshot", date).files.map(({ path }) => path);
  expect(reported).toContain(`daily_snapshots/crypto_${date}.parquet`);

  const duckDb = await duckDbInMemory();
  try {
    await duckDb.connection.run(
      `ATTACH '${join(folder(), "warehouse.duckdb")}' AS held (READ_ONLY)`,
    );
    for (const table of dailyTables) {
      const file = join(folder(), parquetPath(csvPath(table, date)));
      for (const [a, b] of [
        [`'${file}'`, `held.${table.name}`],
        [`held.${table.name}`, `'${file}'`],
      ]) {
        const reader = await duckDb.connection.runAndReadAll(`FROM ${a} EXCEPT ALL FROM ${b}`);
        expect({ table: table.name, differing: reader.currentRowCount }).toEqual({
          table: table.name,
          differing: 0,
        });
      }
      const described = await duckDb.connection.runAndReadAll(
        `SELECT (FROM (DESCRIBE FROM '${file}') SELECT list(column_type)) =
                (FROM (DESCRIBE FROM held.${table.name}) SELECT list(column_type))`,
      );
      expect(described.getRows()).toEqual([[true]]);
    }
  } finally {
    duckDb.close();
  }

  const bytes = () => expected.map((path) => readFileSync(join(folder(), path)).toString("base64"));
  const before = bytes();
  await run("--formats=csv,parquet");
  expect(bytes()).toEqual(before);
  // A run without it leaves none whose rows may be others than those of its CSV.
  await run();
  expect(parquetFiles()).toEqual([]);
});

it("the files of another market are replaced too", async () => {
  await run("--formats=csv,parquet");
  await runInProcess(
    ...["market-snapshot", `--output=${folder()}`, "--source=sample:60", "--vsCurrency=eur"],
    ...["--snapshotDate=2026-01-03", "--force"],
  );
  expect(parquetFiles().filter((path) => path.startsWith("daily_snapshots/crypto_"))).toEqual([]);
});
