import { csvHeader } from "../../schemas/csv_header";
import type { Row, TableSpec } from "../../schemas/table";
import { csvRecord } from "../../pipelines/storage/csv/csv_record";
import { DuckDbWarehouse } from "../../pipelines/warehouses/duckdb/warehouse";
import { LocalObjectStore } from "../../pipelines/storage/local/object_store";
import { newRunId } from "../../pipelines/core/run_id";
import type { ObjectStore } from "../../pipelines/storage/object_store";
import type { TableLoad, Warehouse } from "../../pipelines/warehouses/warehouse";
import { temporaryFolder } from "../support/temporary_folder";
import { duckDbRows } from "./duckdb/rows";
import { PriceWorld, monday, prices } from "./price_world";
import { fact, facts, names } from "./suite_tables";

const day = { date: "2025-05-05" };
const texts = (text: string): Row[] => [{ id: "1", text }];

/** A load of rows; a table that is not ready for it can't take it. */
async function load(
  store: ObjectStore,
  table: TableSpec,
  rows: readonly Row[],
  replacement: TableLoad["replacement"],
): Promise<TableLoad> {
  const path = `${table.name}.csv`;
  const content = [csvHeader(table), ...rows.map((row) => csvRecord(table, row))];
  const metadata = { rows: String(rows.length) };
  const { sha256 } = await store.write(path, content, { metadata });
  return { table, csv: { store, path, rows: rows.length, sha256 }, replacement };
}

describe("Several loads into DuckDB", () => {
  const folder = temporaryFolder();
  let warehouse: Warehouse;
  let store: ObjectStore;
  let file: string;
  beforeEach(async () => {
    file = `${folder()}/${newRunId()}.duckdb`;
    warehouse = new DuckDbWarehouse(file);
    store = new LocalObjectStore(folder(), newRunId());
    await warehouse.prepare(facts, names);
  });
  afterEach(() => warehouse.close());

  it("take effect together", async () => {
    const loads = [
      await load(store, facts, [fact(day.date, "a"), fact(day.date, "b")], day),
      await load(store, names, texts("one"), {}),
    ];
    expect(await warehouse.loadAll(loads)).toEqual([2, 1]);
    expect(await duckDbRows(file, names)).toEqual(texts("one"));
    expect(await duckDbRows(file, facts)).toHaveLength(2);
  });

  it("leave all as it was when the last does not fit", async () => {
    await warehouse.loadAll([await load(store, facts, [fact(day.date, "old")], day)]);
    const good = await load(store, facts, [fact(day.date, "new")], day);
    const twice = await load(store, names, [...texts("one"), ...texts("two")], {});
    await expect(warehouse.loadAll([good, twice])).rejects.toThrow(/holds id 1 2 times/);
    expect(await duckDbRows(file, facts)).toEqual([fact(day.date, "old")]);
    expect(await duckDbRows(file, names)).toEqual([]);
  });

  it("take nothing of a file that was changed since it was written", async () => {
    const good = await load(store, facts, [fact(day.date, "new")], day);
    const changed = await load(store, names, texts("one"), {});
    await store.write(changed.csv.path, "edited");
    await expect(warehouse.loadAll([good, changed])).rejects.toThrow(/was changed since/);
    expect(await duckDbRows(file, facts)).toEqual([]);
  });
});

describe("Several loads into BigQuery", () => {
  let world: PriceWorld;
  beforeEach(async () => {
    world = await PriceWorld.start();
  });
  afterEach(() => world.stop());

  it("go in turn, and the first that fails ends them", async () => {
    const warehouse = world.open();
    await warehouse.prepare(prices, names);
    const csv = await world.write("1.csv", `${monday.date},bitcoin,1`);
    const first = { table: prices, csv, replacement: monday };
    const second = await load(world.store, names, texts("one"), {});
    world.doubles.bigquery.failNextJob({ reason: "quotaExceeded", message: "Quota exceeded" });
    await expect(warehouse.loadAll([first, second])).rejects.toThrow(/Quota exceeded/);
    expect(world.doubles.bigquery.jobsInto("suite_dim")).toBe(0);
    expect(await warehouse.loadAll([first, second])).toEqual([1, 1]);
    expect(world.rows()).toEqual([`${monday.date},bitcoin,1`]);
  });
});
