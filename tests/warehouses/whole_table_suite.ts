import { csvHeader } from "../../schemas/csv_header";
import type { Row, TableSpec } from "../../schemas/table";
import type { BigQueryWarehouse } from "../../pipelines/warehouses/bigquery/warehouse";
import { csvRecord } from "../../pipelines/storage/csv/csv_record";
import type { ObjectStore } from "../../pipelines/storage/object_store";
import type { CsvFile } from "../../pipelines/warehouses/warehouse";
import { oddTexts } from "./suite_tables";

export interface OpenedWholeTables {
  readonly warehouse: BigQueryWarehouse;
  readonly store: ObjectStore;
  rows(table: TableSpec): Promise<Row[]>;
}

/** A table with a column of each type that third-party servers get right. */
const coins = {
  name: "coins",
  description: "Coins.",
  primaryKey: ["id"],
  clusterBy: ["id"],
  orderBy: ["id"],
  columns: [
    { name: "id", type: "STRING", required: true, description: "The key." },
    { name: "name", type: "STRING", description: "Any text." },
    { name: "rank", type: "INT64", description: "A whole number." },
    { name: "ratio", type: "FLOAT64", description: "A double." },
    { name: "active", type: "BOOL", description: "Yes or no." },
    { name: "born", type: "DATE", description: "A day." },
    { name: "seen_at", type: "TIMESTAMP", description: "A moment, UTC." },
  ],
} as const satisfies TableSpec;

const coin = (id: string, values: Row = {}): Row => ({
  id,
  name: id.toUpperCase(),
  rank: 1,
  ratio: 0.1,
  active: true,
  born: "2009-01-03",
  seen_at: "2026-01-02T03:04:05.678Z",
  ...values,
});

/**
 * What any server of BigQuery's API does with tables that are replaced whole. Our double passes it
 * as the third party's server does: that is what makes the double believable.
 */
export function describeWholeTables(name: string, open: () => OpenedWholeTables): void {
  describe(name, () => {
    let opened: OpenedWholeTables;
    let files = 0;
    beforeEach(async () => {
      opened = open();
      await opened.warehouse.prepare(coins);
    });

    async function write(rows: readonly Row[]): Promise<CsvFile> {
      const path = `csv/${++files}.csv`;
      const content = [csvHeader(coins), ...rows.map((row) => csvRecord(coins, row))];
      const metadata = { rows: String(rows.length) };
      const { sha256 } = await opened.store.write(path, content, { metadata });
      return { store: opened.store, path, rows: rows.length, sha256 };
    }

    it("loads a table, counts it, and tells its values", async () => {
      const rows = [coin("a"), coin("b", { name: null, rank: null, ratio: null, active: null })];
      expect(await opened.warehouse.load(coins, await write(rows), {})).toBe(2);
      expect(await opened.rows(coins)).toEqual(rows);
      expect(await opened.warehouse.countRows(coins)).toBe(2);
      expect(await opened.warehouse.distinct(coins, "name")).toEqual(["A"]);
    });

    it("replaces it whole, and loads what was there before once more", async () => {
      const csv = await write([coin("a"), coin("b")]);
      await opened.warehouse.load(coins, csv, {});
      await opened.warehouse.load(coins, await write([coin("c")]), {});
      expect(await opened.rows(coins)).toEqual([coin("c")]);
      await opened.warehouse.load(coins, csv, {});
      expect(await opened.rows(coins)).toEqual([coin("a"), coin("b")]);
    });

    it("refuses a CSV that does not fit, and keeps what it holds", async () => {
      await opened.warehouse.load(coins, await write([coin("a")]), {});
      const bad = await write([coin("b"), coin("c", { name: "x" })]);
      const text = `${csvHeader(coins)}b,B,one,0.1,true,2009-01-03,2026-01-02T03:04:05.678Z\n`;
      const { sha256 } = await opened.store.write(bad.path, text);
      const load = opened.warehouse.load(coins, { ...bad, rows: 1, sha256 }, {});
      await expect(load).rejects.toThrow(/BigQuery did not load .*Nothing was changed/);
      expect(await opened.rows(coins)).toEqual([coin("a")]);
    });

    it("changes nothing when the same is loaded again, whose job's id is taken", async () => {
      const csv = await write([coin("a"), coin("b")]);
      for (let time = 0; time < 3; time++) {
        expect(await opened.warehouse.load(coins, csv, {})).toBe(2);
        expect(await opened.rows(coins)).toEqual([coin("a"), coin("b")]);
      }
    });

    it("keeps ordinary texts as they are", async () => {
      const kept = ["comma", "quotes", "line feed", "windows line", "emoji", "accents", "NULL"];
      const rows = kept.map((id) => coin(id, { name: oddTexts[id] ?? null }));
      await opened.warehouse.load(coins, await write(rows), {});
      const byId = (row: Row) => [row.id, row.name];
      expect(Object.fromEntries((await opened.rows(coins)).map(byId))).toEqual(
        Object.fromEntries(rows.map(byId)),
      );
    });

    it("adds the columns of a later version", async () => {
      await opened.warehouse.load(coins, await write([coin("a")]), {});
      const columns = [...coins.columns, { name: "note", type: "STRING", description: "New." }];
      const later = { ...coins, columns } as TableSpec;
      await opened.warehouse.prepare(later);
      expect(await opened.rows(later)).toEqual([{ ...coin("a"), note: null }]);
    });
  });
}
