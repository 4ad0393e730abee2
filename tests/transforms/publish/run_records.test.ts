import { join } from "node:path";
import { longestText, rejectTables } from "../../../schemas/reject_tables";
import { recordTablesOf } from "../../../schemas/tables";
import { noApiUse, type RunReport } from "../../../pipelines/run/report";
import { DuckDbWarehouse } from "../../../pipelines/warehouses/duckdb/warehouse";
import { LocalObjectStore } from "../../../pipelines/storage/local/object_store";
import { newRunId } from "../../../pipelines/core/run_id";
import type { RejectedRecord } from "../../../pipelines/transforms/parse/reject";
import { recordLoads } from "../../../pipelines/transforms/publish/run_records";
import { duckDbRows } from "../../warehouses/duckdb/rows";
import { temporaryFolder } from "../../support/temporary_folder";

const folder = temporaryFolder();
const [rejectTable] = rejectTables;
const report: RunReport = {
  ...{ pipeline: "market-snapshot", snapshot_date: "2026-01-02", source: "sample:3" },
  ...{ run_id: newRunId(), state: "DONE", files: [], tables: [], missing_ids: [], warnings: [] },
  ...{ started_at: "2026-01-02T03:04:05.678Z", finished_at: "2026-01-02T03:04:06.789Z" },
  counts: { fetched: 3, rows: 0, duplicates: 0, rejects: 3, missing: 0 },
  table_counts: {},
  api: noApiUse,
};

const reject = (raw: string): RejectedRecord => ({
  ...{ pipeline: "market-snapshot", snapshot_date: "2026-01-02", url: "http://x/1" },
  ...{ asset_id: null, reason: "it is no coin", field: null, raw },
});

test("rejects of any text fit into their table, the longest ones cut at a whole character", async () => {
  const odd = 'a "quoted", b\r\n\tc';
  const quotes = '"'.repeat(longestText + 7);
  const emoji = `${"x".repeat(longestText - 1)}😀`;
  const lines = [odd, quotes, emoji].map((raw) => `${JSON.stringify(reject(raw))}\n`);
  const content = lines.map((line, n) => [String(n), line] as const);
  const file = join(folder(), "warehouse.duckdb");
  const warehouse = new DuckDbWarehouse(file);
  const store = new LocalObjectStore(folder(), report.run_id);
  await warehouse.prepare(...recordTablesOf(report.pipeline));
  const loads = await recordLoads(store, report, [{ file: "rejected", lines: 3, content }]);
  expect(await warehouse.loadAll(loads)).toEqual([3, 1]);
  await warehouse.close();
  const rows = await duckDbRows(file, rejectTable);
  expect(rows.map(({ line }) => line)).toEqual([1, 2, 3]);
  const raws = rows.map(({ raw }) => raw);
  // In pieces, since a failure would print megabytes.
  expect(raws[0]).toBe(odd);
  expect(raws[1] === quotes.slice(0, longestText)).toBe(true);
  expect(raws[2] === emoji.slice(0, longestText - 1)).toBe(true);
});
