import type { RowOf, TableSpec } from "./table";

export const cryptoCategoryFact = {
  name: "crypto_category_fact",
  description:
    "CoinGecko's categories of coins with their totals, one row a category and date, in usd.",
  primaryKey: ["snapshot_date", "category_id"],
  foreignKeys: [{ column: "snapshot_date", table: "date_dim", references: "date" }],
  partitionBy: "snapshot_date",
  partitionFilter: "optional",
  orderBy: ["category_id"],
  csv: "daily_snapshots/categories_{date}.csv",
  latestBy: ["updated_at", "ingested_at"],
  columns: [
    {
      name: "snapshot_date",
      type: "DATE",
      required: true,
      description: "The UTC day that the snapshot stands for; joins date_dim.date.",
    },
    {
      name: "category_id",
      type: "STRING",
      required: true,
      description: "CoinGecko's category id, such as layer-1: what --coins=category:ID takes.",
    },
    {
      name: "name",
      type: "STRING",
      description:
        "The category's name; crypto_asset_dim has these names in category and categories.",
    },
    {
      name: "market_cap",
      type: "BIGNUMERIC",
      description: "Market capitalisation of the category's coins, in usd whatever vs_currency is.",
    },
    {
      name: "market_cap_change_24h",
      type: "FLOAT64",
      description: "Change of the market capitalisation in 24 hours, in percent.",
    },
    {
      name: "total_volume",
      type: "BIGNUMERIC",
      description:
        "Traded volume of the category's coins in the last 24 hours, in usd whatever vs_currency is.",
    },
    {
      name: "top_3_asset_ids",
      type: "STRING",
      description:
        "The ids of the category's three largest coins, separated by |; a | in an id is written /.",
    },
    {
      name: "updated_at",
      type: "TIMESTAMP",
      description: "When CoinGecko last updated the category, UTC.",
    },
    {
      name: "ingested_at",
      type: "TIMESTAMP",
      required: true,
      description: "When the categories were fetched, UTC.",
    },
  ],
} as const satisfies TableSpec;

export type CategoryRow = RowOf<typeof cryptoCategoryFact>;
