import { buffer } from "node:stream/consumers";
import { gunzipSync, gzipSync } from "node:zlib";
import { csvPath } from "../../pipelines/run/paths";
import { csvRecord } from "../../pipelines/storage/csv/csv_record";
import { readCsv } from "../../pipelines/storage/csv/read_csv";
import type { ObjectStore } from "../../pipelines/storage/object_store";
import type { CsvFile, Warehouse } from "../../pipelines/warehouses/warehouse";
import { csvHeader } from "../../schemas/csv_header";
import type { TableSpec } from "../../schemas/table";

/** How many columns the first version of a table had; all of them where there were never more. */
const firstColumns: Readonly<Record<string, number>> = {
  crypto_market_snapshot_fact: 28,
  date_dim: 14,
};

/** A table as its first version was, but for the foreign keys: they would make tables of this version. */
export function firstVersion({ foreignKeys: _, ...table }: TableSpec): TableSpec {
  return { ...table, columns: table.columns.slice(0, firstColumns[table.name]) };
}

/** Rewrites a table's CSV as the first version wrote it. */
export async function writeFirstCsv(
  store: ObjectStore,
  table: TableSpec,
  date: string,
): Promise<CsvFile> {
  const path = csvPath(table, date);
  const content = await store.read(path);
  if (!content) throw new Error(`There is no ${path}.`);
  const first = firstVersion(table);
  const records = [csvHeader(first)];
  for await (const row of readCsv(table, content, path)) records.push(csvRecord(first, row));
  const rows = records.length - 1;
  const metadata = { rows: String(rows) };
  const { sha256 } = await store.write(path, records, { contentType: "text/csv", metadata });
  return { store, path, rows, sha256 };
}

/** Loads such a CSV into such a table. */
export async function loadFirst(
  warehouse: Warehouse,
  table: TableSpec,
  csv: CsvFile,
  date: string,
): Promise<void> {
  const first = firstVersion(table);
  await warehouse.prepare(first);
  await warehouse.load(first, csv, table.partitionBy === undefined ? {} : { date });
}

/** Takes out of the archived market pages what the first version did not ask for. */
export async function archiveFirstPages(store: ObjectStore): Promise<void> {
  const paths: string[] = [];
  for await (const { path } of store.list("raw/")) {
    if (path.includes("/coins_markets/")) paths.push(path);
  }
  expect(paths.length).toBeGreaterThan(0);
  for (const path of paths) {
    const content = await store.read(path);
    if (!content) throw new Error(`There is no ${path}.`);
    const elements = JSON.parse(gunzipSync(await buffer(content)).toString()) as object[];
    const first = elements.map((element) =>
      Object.fromEntries(
        Object.entries(element).filter(([name]) => !name.endsWith("_in_currency")),
      ),
    );
    await store.write(path, gzipSync(JSON.stringify(first)), { contentType: "application/gzip" });
  }
}
