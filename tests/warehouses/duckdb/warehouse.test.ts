import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { csvHeader } from "../../../schemas/csv_header";
import type { TableSpec } from "../../../schemas/table";
import { csvRecord } from "../../../pipelines/storage/csv/csv_record";
import { LocalObjectStore } from "../../../pipelines/storage/local/object_store";
import type { ObjectStore } from "../../../pipelines/storage/object_store";
import { DuckDbWarehouse } from "../../../pipelines/warehouses/duckdb/warehouse";
import { newRunId } from "../../../pipelines/core/run_id";
import { errorOf } from "../../support/error_of";
import { duckDbRows, query } from "./rows";
import { fact, facts, laterFacts, names } from "../suite_tables";
import { describeWarehouse } from "../warehouse_suite";

async function open() {
  const directory = await mkdtemp(join(tmpdir(), "duckdb-"));
  const file = join(directory, "new folder", "it's a [warehouse]?.duckdb");
  return {
    file,
    warehouse: new DuckDbWarehouse(file),
    store: new LocalObjectStore(join(directory, "o'ut [*?"), newRunId()) as ObjectStore,
    rows: (table: TableSpec) => duckDbRows(file, table),
    cleanUp: () => rm(directory, { recursive: true }),
  };
}

/** The same store as if it were far away. */
function remote(store: ObjectStore): ObjectStore {
  return {
    url: store.url,
    check: () => store.check(),
    checkReadOnly: () => store.checkReadOnly(),
    read: (path) => store.read(path),
    write: (path, content) => store.write(path, content),
    list: (folder) => store.list(folder),
    delete: (path) => store.delete(path),
    removeTemporary: () => store.removeTemporary(),
  };
}

describeWarehouse("DuckDB", open);

describe("DuckDB as a warehouse", () => {
  let opened: Awaited<ReturnType<typeof open>>;
  let warehouse: DuckDbWarehouse;
  const day = "2025-05-05";
  beforeEach(async () => {
    opened = await open();
    warehouse = opened.warehouse;
  });
  afterEach(async () => {
    await warehouse.close();
    await opened.cleanUp();
  });
  const load = async (table: TableSpec, records: string[], date?: string, into = warehouse) => {
    const { sha256 } = await opened.store.write("a.csv", [csvHeader(table), ...records]);
    const csv = { store: opened.store, path: "a.csv", rows: records.length, sha256 };
    return into.load(table, csv, date === undefined ? {} : { date });
  };

  it("names the number of a bad record, and its fault", async () => {
    await warehouse.prepare(facts);
    const records = [
      csvRecord(facts, fact(day, "two\nlines")),
      csvRecord(facts, fact(day, "abc")).replace(",3,", ",three,"),
    ];
    expect(await errorOf(load(facts, records, day))).toMatch(
      /a\.csv has a bad record, number 2: .*"whole".*"three".* Nothing was loaded\. Run again/,
    );
    expect(await errorOf(load(facts, [`${day},a,1\n`], day))).toMatch(/number 1: .*Columns: 7/);
  });

  it("names the key of a row that is there twice, or of another date", async () => {
    await warehouse.prepare(facts);
    await warehouse.prepare(names);
    const twice = ["a", "b", "c", "b"].map((id) => csvRecord(names, { id, text: null }));
    expect(await errorOf(load(names, twice))).toMatch(/a\.csv holds id b 2 times\./);
    const stray = [csvRecord(facts, fact(day, "a")), csvRecord(facts, fact("2025-05-04", "b"))];
    expect(await errorOf(load(facts, stray, day))).toMatch(
      /holds a record of another date: day 2025-05-04, id b\./,
    );
    expect(await warehouse.countRows(names)).toBe(0);
    expect(await warehouse.countRows(facts)).toBe(0);
  });

  it("checks a required column that was added to a table later", async () => {
    const later = {
      ...laterFacts,
      columns: laterFacts.columns.map((column) => ({
        ...column,
        ...(column.name === "note" ? { required: true } : {}),
      })),
    };
    await warehouse.prepare(facts);
    await load(facts, [csvRecord(facts, fact(day, "old"))], day);
    await warehouse.prepare(later);
    const records = [csvRecord(later, fact(day, "new", { note: "", score: null }))];
    expect(await errorOf(load(later, records, day))).toMatch(/holds no note in 1 records/);
    expect(await warehouse.countRows(facts)).toBe(1);
  });

  it("loads a CSV that is far away from a copy, which it removes", async () => {
    const far = { ...names, name: "suite_far" };
    await warehouse.prepare(far);
    opened.store = remote(opened.store);
    await load(far, [csvRecord(far, { id: "a", text: "A" })]);
    await errorOf(load(far, ["a\n"]));
    expect(await opened.rows(far)).toEqual([{ id: "a", text: "A" }]);
    expect((await readdir(tmpdir())).filter((name) => name.startsWith(far.name))).toEqual([]);
  });

  it("loads a text of 3 MB", async () => {
    await warehouse.prepare(names);
    const text = "long, ".repeat(500_000);
    await load(names, [csvRecord(names, { id: "a", text })]);
    expect(await opened.rows(names)).toEqual([{ id: "a", text }]);
  });

  it("does not take a view for a table", async () => {
    await warehouse.prepare(names);
    await query(opened.file, "CREATE VIEW suite_fact AS SELECT * FROM suite_dim");
    expect(await errorOf(warehouse.prepare(facts))).toMatch(/suite_fact.*it is a view/);
  });

  it("carries the descriptions", async () => {
    await warehouse.prepare(facts);
    expect(
      await query(
        opened.file,
        `SELECT t.comment AS of_table, c.comment AS of_column
         FROM duckdb_tables() t JOIN duckdb_columns() c USING (table_oid)
         WHERE c.column_name = 'money'`,
      ),
    ).toEqual([{ of_table: facts.description, of_column: "A decimal." }]);
  });

  it("goes on after it has given back its memory", async () => {
    await warehouse.prepare(facts);
    for (const id of ["a", "b"]) {
      await warehouse.release();
      expect(await load(facts, [csvRecord(facts, fact(day, id))], day)).toBe(1);
    }
    expect(await opened.rows(facts)).toMatchObject([{ id: "b" }]);
  });

  it("keeps many loads in the log until it gives back its memory", async () => {
    const many = new DuckDbWarehouse(opened.file, { loadsMany: true });
    // DuckDB puts `.wal` before a question mark.
    const hasLog = async () =>
      (await readdir(dirname(opened.file))).some((name) => name.includes(".wal"));
    await many.prepare(facts);
    const ids = Array.from({ length: 2_000 }, (_, n) => `id ${n}`);
    for (const date of ["2025-05-05", "2025-05-06"]) {
      await load(
        facts,
        ids.map((id) => csvRecord(facts, fact(date, id))),
        date,
        many,
      );
      expect(await hasLog()).toBe(true);
    }
    await many.release();
    expect(await hasLog()).toBe(false);
    await many.close();
    expect(await opened.rows(facts)).toHaveLength(4_000);
  });

  it("lets two warehouses of one process share the file", async () => {
    const other = new DuckDbWarehouse(opened.file);
    await Promise.all([warehouse.prepare(facts), other.prepare(names)]);
    await load(names, [csvRecord(names, { id: "a", text: "A" })], undefined, other);
    expect(await warehouse.distinct(names, "text")).toEqual(["A"]);
    await other.close();
    expect(await load(facts, [csvRecord(facts, fact(day, "a"))], day)).toBe(1);
  });
});
