import { buffer } from "node:stream/consumers";
import { join } from "node:path";
import { type CloudDoubles, startCloudDoubles } from "../../emulators/google/cloud_doubles";
import { log } from "../../pipelines/core/log";
import { newRunId } from "../../pipelines/core/run_id";
import { csvPath } from "../../pipelines/run/paths";
import { openObjectStore } from "../../pipelines/storage/open_object_store";
import type { ObjectStore } from "../../pipelines/storage/object_store";
import { openWarehouse } from "../../pipelines/warehouses/open_warehouse";
import { cryptoMarketSnapshotFact } from "../../schemas/crypto_market_snapshot_fact";
import { dateDim } from "../../schemas/date_dim";
import type { TableSpec } from "../../schemas/table";
import { CloudOutput } from "../support/cloud_output";
import { duckDbRows } from "../support/duckdb_rows";
import {
  archiveFirstPages,
  firstVersion,
  loadFirst,
  writeFirstCsv,
} from "../support/earlier_version";
import { environmentVariables } from "../support/environment_variables";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";

const [dayBefore, day, dayAfter] = ["2026-01-01", "2026-01-02", "2026-01-03"] as const;
const folder = temporaryFolder();
const setVariables = environmentVariables();

beforeAll(() => {
  log.level = "error";
});

interface Place {
  readonly output: string;
  readonly warehouse: string;
  readonly rows: (table: TableSpec) => Promise<readonly Record<string, unknown>[]>;
}

describe("an output and a warehouse of the first version are taken on", () => {
  it("in a folder and DuckDB", async () => {
    const output = join(folder(), "out");
    const file = join(output, "warehouse.duckdb");
    await expectTakenOn({
      output,
      warehouse: `duckdb:${file}`,
      rows: (table) => duckDbRows(file, `SELECT * FROM ${table.name} ORDER BY ALL`),
    });
  });

  it("in Cloud Storage and BigQuery", async () => {
    const doubles: CloudDoubles = await startCloudDoubles();
    setVariables(doubles.env);
    try {
      const cloud = new CloudOutput(doubles, "first_version");
      const [output = "", warehouse = ""] = cloud.options.map((option) =>
        option.replace(/^--\w+=/, ""),
      );
      const rows = (table: TableSpec) => Promise.resolve(cloud.rows(table));
      await expectTakenOn({ output, warehouse, rows });
    } finally {
      await doubles.stop();
    }
  });
});

async function expectTakenOn({ output, warehouse, rows }: Place): Promise<void> {
  const at = ["--source=sample:60", `--output=${output}`, "--endDate=2020-02-29"];
  const run = async (pipeline: string, date: string) => {
    const [report] = await runInProcess(
      ...[pipeline, `--snapshotDate=${date}`, `--warehouse=${warehouse}`, ...at],
    );
    if (!report) throw new Error("There is no report.");
    return report;
  };
  const store = await openObjectStore(output, newRunId());
  await makeFirst(store, warehouse, at);
  const csvBefore = await textOf(store, cryptoMarketSnapshotFact, day);
  const otherCsvBefore = await textOf(store, cryptoMarketSnapshotFact, dayBefore);
  const calendarBefore = await textOf(store, dateDim, day);

  // A repeat makes no call, and its CSV is the same but for the new cells.
  const { api } = await run("market-snapshot", day);
  expect(api).toMatchObject({ requests: 0 });
  const csv = await textOf(store, cryptoMarketSnapshotFact, day);
  expect(withoutCells(csv, /,{7}\d*$/gm)).toBe(withoutCells(csvBefore));
  // A new date goes beside it, and what was not repeated stays as it is.
  await run("market-snapshot", dayAfter);
  expect(await textOf(store, cryptoMarketSnapshotFact, dayBefore)).toBe(otherCsvBefore);

  const facts = await rows(cryptoMarketSnapshotFact);
  const of = (date: string) => facts.filter(({ snapshot_date }) => snapshot_date === date);
  const columns = cryptoMarketSnapshotFact.columns.map(({ name }) => name);
  expect(new Set(facts.flatMap((row) => Object.keys(row)))).toEqual(new Set(columns));
  const later = columns.slice(firstVersion(cryptoMarketSnapshotFact).columns.length);
  expect(filled(of(dayBefore), later)).toEqual([]);
  expect(of(dayBefore).every(({ asset_id }) => typeof asset_id === "string")).toBe(true);
  expect(filled(of(day), later)).toEqual(["market_cap_rank_with_rehypothecated"]);
  expect(filled(of(dayAfter), later)).toEqual(later);
  expect(of(dayBefore)).toHaveLength(otherCsvBefore.trim().split("\n").length - 1);

  await run("date-dim", day);
  const calendar = await textOf(store, dateDim, day);
  expect(withoutCells(calendar, /(,[\d-]+){5}$/gm)).toBe(withoutCells(calendarBefore));
  expect((await rows(dateDim)).at(-1)).toMatchObject({
    ...{ date: "2020-02-29", iso_week_start: "2020-02-24", year_month: "2020-02" },
  });
}

/** What the first version would have written of two days. */
async function makeFirst(store: ObjectStore, url: string, options: string[]): Promise<void> {
  const warehouse = await openWarehouse(url, { near: store });
  if (!warehouse) throw new Error(`${url} is no warehouse.`);
  const run = (pipeline: string, date: string) =>
    runInProcess(pipeline, `--snapshotDate=${date}`, "--warehouse=none", ...options);
  try {
    for (const date of [dayBefore, day]) {
      await run("market-snapshot", date);
      const csv = await writeFirstCsv(store, cryptoMarketSnapshotFact, date);
      await loadFirst(warehouse, cryptoMarketSnapshotFact, csv, date);
    }
    await run("date-dim", day);
    await loadFirst(warehouse, dateDim, await writeFirstCsv(store, dateDim, day), day);
  } finally {
    await warehouse.close();
  }
  await archiveFirstPages(store);
}

async function textOf(store: ObjectStore, table: TableSpec, date: string): Promise<string> {
  const content = await store.read(csvPath(table, date));
  if (!content) throw new Error(`There is no ${csvPath(table, date)}.`);
  return (await buffer(content)).toString();
}

/** The records of a CSV without its header and what the pattern finds. */
function withoutCells(csv: string, cells?: RegExp): string {
  const records = csv.slice(csv.indexOf("\n") + 1);
  return cells ? records.replace(cells, "") : records;
}

/** The columns that any of the rows has a value of. */
function filled(rows: readonly Record<string, unknown>[], columns: readonly string[]): string[] {
  return columns.filter((column) => rows.some((row) => row[column] !== null));
}
