import type { RowOf, TableSpec } from "./table";

export const cryptoMarketHistoryFact = {
  name: "crypto_market_history_fact",
  description:
    "Daily prices of days without a snapshot, one row an asset and date, from CoinGecko's market charts.",
  primaryKey: ["snapshot_date", "asset_id"],
  foreignKeys: [
    { column: "snapshot_date", table: "date_dim", references: "date" },
    { column: "asset_id", table: "crypto_asset_dim", references: "asset_id" },
  ],
  partitionBy: "snapshot_date",
  clusterBy: ["asset_id"],
  orderBy: ["asset_id"],
  csv: "daily_history/history_{date}.csv",
  latestBy: ["ingested_at"],
  isOccasional: true,
  columns: [
    {
      name: "snapshot_date",
      type: "DATE",
      required: true,
      description: "The UTC day at whose start the values held; joins date_dim.date.",
    },
    {
      name: "asset_id",
      type: "STRING",
      required: true,
      description: "CoinGecko's coin id; joins crypto_asset_dim.asset_id.",
    },
    {
      name: "vs_currency",
      type: "STRING",
      required: true,
      description: "The currency of every price and value of the row, such as usd.",
    },
    { name: "price", type: "BIGNUMERIC", description: "Price of one coin, in vs_currency." },
    {
      name: "market_cap",
      type: "BIGNUMERIC",
      description: "Market capitalisation, in vs_currency.",
    },
    {
      name: "total_volume",
      type: "BIGNUMERIC",
      description: "Traded volume of the last 24 hours, in vs_currency.",
    },
    {
      name: "priced_at",
      type: "TIMESTAMP",
      description: "The instant of the price as CoinGecko gives it: 00:00 UTC of the day.",
    },
    {
      name: "ingested_at",
      type: "TIMESTAMP",
      required: true,
      description: "When the answer that holds the day was fetched, UTC.",
    },
  ],
} as const satisfies TableSpec;

export type MarketHistoryRow = RowOf<typeof cryptoMarketHistoryFact>;
