import type { TableSpec } from "../../schemas/table";
import type { Run } from "./run";

/** Where a table's CSV lies under the output. */
export function csvPath(table: TableSpec, date: string): string {
  switch (table.name) {
    case "crypto_market_snapshot_fact":
      return `${snapshotFolder}crypto_${date}.csv`;
    case "crypto_asset_dim":
      return "dimensions/asset_dim.csv";
    case "date_dim":
      return "dimensions/date_dim.csv";
    default:
      throw new Error(`No file is named for the table ${table.name}.`);
  }
}

/** Where the daily CSVs of the fact lie. */
export const snapshotFolder = "daily_snapshots/";

export function rejectedPath({ pipeline, snapshotDate }: Run): string {
  return `rejected/${pipeline}/${snapshotDate}.jsonl`;
}
