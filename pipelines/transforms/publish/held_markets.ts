import { buffer, text } from "node:stream/consumers";
import { gunzipSync, gzipSync } from "node:zlib";
import { marketTables, tablesOf } from "../../../schemas/tables";
import { apiPipelines } from "../../options/pipeline_spec";
import { marketOf } from "../../run/market";
import { csvFolder, isCsvPath } from "../../run/paths";
import type { ObjectStore } from "../../storage/object_store";
import type { WarehouseReader } from "../../warehouses/warehouse";

/** Whose data an output holds, beside the archive: one market, or two while one replaces the other. */
export const marketRecordPath = "raw/market.json.gz";

/** The markets whose data lies under an output; none where there is no data. */
export async function marketsInOutput(store: ObjectStore): Promise<readonly string[]> {
  const recorded = await recordedMarkets(store);
  if (recorded) return recorded;
  // An output of before the record: by its run reports.
  for (const table of marketTables) {
    for await (const { path } of store.list(csvFolder(table))) {
      if (isCsvPath(table, path)) return marketsInReports(store);
    }
  }
  return [];
}

/** Writes the record, unless it says so already. */
export async function recordMarkets(store: ObjectStore, markets: readonly string[]): Promise<void> {
  if (String(await recordedMarkets(store)) === String(markets)) return;
  const about = { contentType: "application/gzip" };
  await store.write(marketRecordPath, gzipSync(JSON.stringify({ markets })), about);
}

async function recordedMarkets(store: ObjectStore): Promise<readonly string[] | undefined> {
  const content = await store.read(marketRecordPath);
  const record = content && jsonIn(gunzipped(await buffer(content)));
  return Array.isArray(record?.markets) ? record.markets.map(String) : undefined;
}

/** The markets of the oldest and the newest report of each pipeline: there may be thousands. */
async function marketsInReports(store: ObjectStore): Promise<readonly string[]> {
  const markets = new Set<string>();
  for (const pipeline of apiPipelines) {
    const paths: string[] = [];
    for await (const { path } of store.list(`runs/${pipeline}/`)) paths.push(path);
    for (const path of new Set([paths[0], paths.at(-1)])) {
      const content = path === undefined ? null : await store.read(path);
      const report = content && jsonIn(await text(content));
      if (typeof report?.source === "string") markets.add(marketOf(report.source));
    }
  }
  return [...markets];
}

/** The markets whose data a warehouse holds, by the records of its runs; none where there is no data. */
export async function marketsInWarehouse(
  warehouse: WarehouseReader | null,
): Promise<readonly string[]> {
  if (!warehouse) return [];
  const sources = await Promise.all(
    apiPipelines.map(async (pipeline) => {
      const { runs } = tablesOf(pipeline);
      return (await warehouse.exists(runs)) ? warehouse.distinct(runs, "source") : [];
    }),
  );
  return [...new Set(sources.flat().map(marketOf))];
}

/** Whether a warehouse has a row of any market: the records of failed runs are none. */
export async function holdsMarketRows(warehouse: WarehouseReader): Promise<boolean> {
  for (const table of marketTables) {
    if ((await warehouse.exists(table)) && (await warehouse.countRows(table)) > 0) return true;
  }
  return false;
}

function gunzipped(content: Buffer): string {
  try {
    return gunzipSync(content).toString("utf8");
  } catch {
    return "";
  }
}

/** What a text holds as JSON; null where it is none: edited, or of another program. */
function jsonIn(text: string): Partial<Record<"markets" | "source", unknown>> | null {
  try {
    return JSON.parse(text) as Record<string, unknown> | null;
  } catch {
    return null;
  }
}
