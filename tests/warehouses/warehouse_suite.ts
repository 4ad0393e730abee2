import { csvHeader } from "../../schemas/csv_header";
import type { Row, TableSpec } from "../../schemas/table";
import { csvRecord } from "../../pipelines/storage/csv/csv_record";
import type { ObjectStore } from "../../pipelines/storage/object_store";
import type { CsvFile, Warehouse } from "../../pipelines/warehouses/warehouse";
import { errorOf } from "../support/error_of";
import { extremeNumbers, fact, facts, laterFacts, names, oddTexts } from "./suite_tables";

/** A warehouse of its own for each test, and a store for the CSVs that are loaded into it. */
export interface OpenedWarehouse {
  readonly warehouse: Warehouse;
  readonly store: ObjectStore;
  /**
   * All rows of a table by primary key, in the forms of schemas/table.ts: numbers as numbers,
   * timestamps as `2026-01-02T03:04:05.678Z`.
   */
  rows(table: TableSpec): Promise<Row[]>;
  cleanUp(): Promise<void>;
}

const [monday, tuesday] = ["2025-05-05", "2025-05-06"] as const;

/** What every Warehouse promises, at its own boundary. */
export function describeWarehouse(name: string, open: () => Promise<OpenedWarehouse>): void {
  describe(`${name} as a warehouse`, () => {
    let opened: OpenedWarehouse;
    let warehouse: Warehouse;
    beforeEach(async () => {
      opened = await open();
      warehouse = opened.warehouse;
      await warehouse.prepare(facts);
      await warehouse.prepare(names);
    });
    afterEach(async () => {
      await warehouse.close();
      await opened.cleanUp();
    });

    const write = (table: TableSpec, rows: readonly Row[]) =>
      writeCsv(
        opened.store,
        table,
        rows.map((row) => csvRecord(table, row)),
        rows.length,
      );
    const loadDay = async (date: string, rows: readonly Row[], clear = false) =>
      warehouse.load(facts, await write(facts, rows), { date, clear });
    const loadNames = async (rows: readonly Row[]) =>
      warehouse.load(names, await write(names, rows), {});

    it("creates empty tables, and leaves them alone when asked again", async () => {
      expect(await warehouse.countRows(facts)).toBe(0);
      await loadDay(monday, [fact(monday, "a")]);
      await warehouse.prepare(facts);
      expect(await opened.rows(facts)).toEqual([fact(monday, "a")]);
    });

    it("loads a day, and says how many rows it holds", async () => {
      const rows = ["a", "bb", "ccc"].map((id) => fact(monday, id));
      expect(await loadDay(monday, rows)).toBe(3);
      expect(await opened.rows(facts)).toEqual(rows);
      expect(await warehouse.countRows(facts)).toBe(3);
      expect(await warehouse.countRows(facts, monday)).toBe(3);
      expect(await warehouse.countRows(facts, tuesday)).toBe(0);
    });

    it("changes nothing when the same is loaded again", async () => {
      const rows = [fact(monday, "a"), fact(monday, "b")];
      const csv = await write(facts, rows);
      expect(await warehouse.load(facts, csv, { date: monday })).toBe(2);
      expect(await warehouse.load(facts, csv, { date: monday })).toBe(2);
      expect(await opened.rows(facts)).toEqual(rows);
    });

    it("replaces one day and leaves the others", async () => {
      await loadDay(monday, [fact(monday, "a"), fact(monday, "b")]);
      await loadDay(tuesday, [fact(tuesday, "a")]);
      expect(await loadDay(monday, [fact(monday, "c")])).toBe(1);
      expect(await opened.rows(facts)).toEqual([fact(monday, "c"), fact(tuesday, "a")]);
    });

    it("loads what was there before once more, after something else was", async () => {
      const csv = await write(facts, [fact(monday, "first")]);
      await warehouse.load(facts, csv, { date: monday });
      await loadDay(monday, [fact(monday, "second")]);
      await warehouse.load(facts, csv, { date: monday });
      expect(await opened.rows(facts)).toEqual([fact(monday, "first")]);
    });

    it("removes every other row of the table when it is to be cleared", async () => {
      await loadDay(monday, [fact(monday, "a")]);
      await loadDay(tuesday, [fact(tuesday, "a"), fact(tuesday, "b")]);
      expect(await loadDay(tuesday, [fact(tuesday, "c")], true)).toBe(1);
      expect(await opened.rows(facts)).toEqual([fact(tuesday, "c")]);
    });

    it("empties a day that has no rows any more", async () => {
      await loadDay(monday, [fact(monday, "a")]);
      expect(await loadDay(monday, [])).toBe(0);
      expect(await opened.rows(facts)).toEqual([]);
    });

    it("replaces a table without partitions whole", async () => {
      expect(
        await loadNames([
          { id: "a", text: "A" },
          { id: "b", text: null },
        ]),
      ).toBe(2);
      expect(await loadNames([{ id: "b", text: "B" }])).toBe(1);
      expect(await opened.rows(names)).toEqual([{ id: "b", text: "B" }]);
    });

    it("keeps null apart from every value", async () => {
      const nulls = { whole: null, real: null, money: null, flag: null, at: null };
      await loadDay(monday, [fact(monday, "nulls", nulls), fact(monday, "values")]);
      expect(await opened.rows(facts)).toEqual([
        fact(monday, "nulls", nulls),
        fact(monday, "values"),
      ]);
    });

    it("keeps every text as it is, but for the empty one, which is null", async () => {
      const rows = Object.entries({ ...oddTexts, empty: "" }).map(([id, text]) => ({ id, text }));
      expect(await loadNames(rows)).toBe(rows.length);
      const kept = await opened.rows(names);
      expect(Object.fromEntries(kept.map(({ id, text }) => [id, text]))).toEqual({
        ...oddTexts,
        empty: null,
      });
    });

    it("keeps every number exactly", async () => {
      const rows = Object.entries(extremeNumbers).map(([id, values]) => fact(monday, id, values));
      await loadDay(monday, rows);
      const byId = (row: Row) => [row.id, row];
      expect(Object.fromEntries((await opened.rows(facts)).map(byId))).toEqual(
        Object.fromEntries(rows.map(byId)),
      );
    });

    it("gets the columns of a later version at its end, null in the rows that were there", async () => {
      await loadDay(monday, [fact(monday, "old")]);
      await warehouse.prepare(laterFacts);
      await warehouse.prepare(laterFacts);
      const row = fact(tuesday, "new", { note: "noted", score: 0.5 });
      const csv = await write(laterFacts, [row]);
      await warehouse.load(laterFacts, csv, { date: tuesday });
      expect(await opened.rows(laterFacts)).toEqual([
        fact(monday, "old", { note: null, score: null }),
        row,
      ]);
    });

    it.each<[string, TableSpec, string]>([
      ["another type", { ...facts, columns: retyped(2, "STRING") }, "whole"],
      ["another name", { ...facts, columns: renamed(3, "unreal") }, "real"],
      ["a column less", { ...facts, columns: facts.columns.slice(0, 6) }, "at"],
    ])("refuses a table with %s, naming it, and leaves it alone", async (_, table, column) => {
      await loadDay(monday, [fact(monday, "a")]);
      const problem = await errorOf(warehouse.prepare(table));
      expect(problem).toContain("suite_fact");
      expect(problem).toMatch(new RegExp(`\\b${column}\\b`));
      expect(await opened.rows(facts)).toEqual([fact(monday, "a")]);
    });

    const good = csvRecord(facts, fact(monday, "good"));
    const bad = (values: Row) => csvRecord(facts, fact(monday, "bad", values));
    it.each<[string, string[]]>([
      ["a text where a number belongs", [good, bad({}).replace(",3,", ",three,")]],
      ["a date that is none", [good, bad({}).replace(monday, "2025-02-30")]],
      ["a row of another date", [good, csvRecord(facts, fact(tuesday, "bad"))]],
      ["no value in a required column", [good, bad({ id: "" })]],
      ["a field too many", [good, bad({}).replace("\n", ",more\n")]],
      ["a field too few", [good, `${monday},bad\n`]],
      ["a quote that never ends", [good, `${monday},"bad,1,2,3,true,\n`]],
    ])("loads nothing of a CSV with %s", async (_, records) => {
      await loadDay(monday, [fact(monday, "old")]);
      const csv = await writeCsv(opened.store, facts, records, records.length);
      await errorOf(warehouse.load(facts, csv, { date: monday }));
      expect(await opened.rows(facts)).toEqual([fact(monday, "old")]);
      await loadDay(monday, [fact(monday, "next")]);
      expect(await opened.rows(facts)).toEqual([fact(monday, "next")]);
    });

    it("loads nothing of a CSV that is not the one that was announced", async () => {
      await loadDay(monday, [fact(monday, "old")]);
      const csv = await write(facts, [fact(monday, "a"), fact(monday, "b")]);
      const load = (changed: Partial<CsvFile>) =>
        errorOf(warehouse.load(facts, { ...csv, ...changed }, { date: monday }));
      await load({ rows: 3 });
      await load({ rows: 1 });
      await load({ path: "absent.csv" });
      await opened.store.write(csv.path, csvHeader(facts) + good + bad({}));
      await load({});
      expect(await opened.rows(facts)).toEqual([fact(monday, "old")]);
    });

    it("tells the distinct values of a column", async () => {
      await loadNames(
        ["b", "a", null, "b", "é", "Z"].map((text, index) => ({ id: String(index), text })),
      );
      expect(await warehouse.distinct(names, "text")).toEqual(["Z", "a", "b", "é"]);
      expect(await warehouse.distinct(facts, "id")).toEqual([]);
    });

    it("loads several tables at once", async () => {
      const many = Array.from({ length: 500 }, (_, index) => fact(monday, `id ${index}`));
      const loaded = await Promise.all([
        loadDay(monday, many),
        loadNames([{ id: "a", text: "A" }]),
      ]);
      expect(loaded).toEqual([500, 1]);
    });
  });
}

let files = 0;

async function writeCsv(
  store: ObjectStore,
  table: TableSpec,
  records: readonly string[],
  rows: number,
): Promise<CsvFile> {
  const path = `csv/${table.name}-${++files}.csv`;
  const { sha256 } = await store.write(path, [csvHeader(table), ...records], {
    metadata: { rows: String(rows) },
  });
  return { store, path, rows, sha256 };
}

function retyped(index: number, type: "STRING"): TableSpec["columns"] {
  return facts.columns.map((column, at) => (at === index ? { ...column, type } : column));
}

function renamed(index: number, name: string): TableSpec["columns"] {
  return facts.columns.map((column, at) => (at === index ? { ...column, name } : column));
}
