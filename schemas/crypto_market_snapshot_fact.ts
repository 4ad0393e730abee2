import type { RowOf, TableSpec } from "./table";

export const cryptoMarketSnapshotFact = {
  name: "crypto_market_snapshot_fact",
  description: "The crypto market, one row an asset and date, as CoinGecko's market pages gave it.",
  primaryKey: ["snapshot_date", "asset_id"],
  foreignKeys: [
    { column: "snapshot_date", table: "date_dim", references: "date" },
    { column: "asset_id", table: "crypto_asset_dim", references: "asset_id" },
  ],
  partitionBy: "snapshot_date",
  clusterBy: ["asset_id"],
  orderBy: ["market_cap_rank", "asset_id"],
  csv: "daily_snapshots/crypto_{date}.csv",
  latestBy: ["last_updated", "ingested_at"],
  columns: [
    {
      name: "snapshot_date",
      type: "DATE",
      required: true,
      description: "The UTC day that the snapshot stands for; joins date_dim.date.",
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
    { name: "symbol", type: "STRING", description: "The coin's ticker symbol; not unique." },
    { name: "name", type: "STRING", description: "The coin's name." },
    {
      name: "current_price",
      type: "BIGNUMERIC",
      description: "Price of one coin, in vs_currency.",
    },
    {
      name: "market_cap",
      type: "BIGNUMERIC",
      description: "Market capitalisation, in vs_currency.",
    },
    {
      name: "market_cap_rank",
      type: "INT64",
      description: "Rank by market capitalisation, 1 the largest; null for an unranked coin.",
    },
    {
      name: "fully_diluted_valuation",
      type: "BIGNUMERIC",
      description: "Price times the largest supply there can be, in vs_currency.",
    },
    {
      name: "total_volume",
      type: "BIGNUMERIC",
      description: "Traded volume of the last 24 hours, in vs_currency.",
    },
    {
      name: "high_24h",
      type: "BIGNUMERIC",
      description: "Highest price of the last 24 hours, in vs_currency.",
    },
    {
      name: "low_24h",
      type: "BIGNUMERIC",
      description: "Lowest price of the last 24 hours, in vs_currency.",
    },
    {
      name: "price_change_24h",
      type: "BIGNUMERIC",
      description: "Change of the price in 24 hours, in vs_currency.",
    },
    {
      name: "price_change_percentage_24h",
      type: "FLOAT64",
      description: "Change of the price in 24 hours, in percent.",
    },
    {
      name: "market_cap_change_24h",
      type: "BIGNUMERIC",
      description: "Change of the market capitalisation in 24 hours, in vs_currency.",
    },
    {
      name: "market_cap_change_percentage_24h",
      type: "FLOAT64",
      description: "Change of the market capitalisation in 24 hours, in percent.",
    },
    {
      name: "circulating_supply",
      type: "BIGNUMERIC",
      description: "Coins in circulation; may exceed total_supply in the source.",
    },
    {
      name: "total_supply",
      type: "BIGNUMERIC",
      description: "Coins that exist; 0 and null both occur in the source.",
    },
    {
      name: "max_supply",
      type: "BIGNUMERIC",
      description: "Coins that can ever exist; null where there is no limit.",
    },
    { name: "ath", type: "BIGNUMERIC", description: "All-time high of the price, in vs_currency." },
    {
      name: "ath_change_percentage",
      type: "FLOAT64",
      description: "Change of the price since its all-time high, in percent.",
    },
    { name: "ath_date", type: "TIMESTAMP", description: "When the all-time high was, UTC." },
    { name: "atl", type: "BIGNUMERIC", description: "All-time low of the price, in vs_currency." },
    {
      name: "atl_change_percentage",
      type: "FLOAT64",
      description: "Change of the price since its all-time low, in percent.",
    },
    { name: "atl_date", type: "TIMESTAMP", description: "When the all-time low was, UTC." },
    {
      name: "volatility",
      type: "FLOAT64",
      description:
        "Population standard deviation of the prices of the 7-day sparkline, in vs_currency; null where it has fewer than 2 numbers.",
    },
    {
      name: "last_updated",
      type: "TIMESTAMP",
      description: "When CoinGecko last updated the coin, UTC; may be days old.",
    },
    {
      name: "ingested_at",
      type: "TIMESTAMP",
      required: true,
      description: "When the page that holds the coin was fetched, UTC.",
    },
    // Nullable, as every column that a later version adds: older CSVs and tables lack them.
    {
      name: "price_change_percentage_1h",
      type: "FLOAT64",
      description: "Change of the price in 1 hour, in percent; null for a younger coin.",
    },
    {
      name: "price_change_percentage_7d",
      type: "FLOAT64",
      description: "Change of the price in 7 days, in percent; null for a younger coin.",
    },
    {
      name: "price_change_percentage_14d",
      type: "FLOAT64",
      description: "Change of the price in 14 days, in percent; null for a younger coin.",
    },
    {
      name: "price_change_percentage_30d",
      type: "FLOAT64",
      description: "Change of the price in 30 days, in percent; null for a younger coin.",
    },
    {
      name: "price_change_percentage_200d",
      type: "FLOAT64",
      description: "Change of the price in 200 days, in percent; null for a younger coin.",
    },
    {
      name: "price_change_percentage_1y",
      type: "FLOAT64",
      description: "Change of the price in 1 year, in percent; null for a younger coin.",
    },
    {
      name: "market_cap_rank_with_rehypothecated",
      type: "INT64",
      description:
        "Rank by market capitalisation among all coins, rehypothecated ones (such as wrapped and staked) included; null without includeRehypothecated.",
    },
  ],
} as const satisfies TableSpec;

export type MarketSnapshotRow = RowOf<typeof cryptoMarketSnapshotFact>;
