import type { RowOf, TableSpec } from "./table";

export const cryptoAssetDim = {
  name: "crypto_asset_dim",
  description:
    "Every asset that was ever seen, one row each; a coin that left the market stays, inactive.",
  primaryKey: ["asset_id"],
  clusterBy: ["asset_id"],
  orderBy: ["asset_id"],
  csv: "dimensions/asset_dim.csv",
  columns: [
    { name: "asset_id", type: "STRING", required: true, description: "CoinGecko's coin id." },
    { name: "symbol", type: "STRING", description: "The coin's ticker symbol; not unique." },
    { name: "name", type: "STRING", description: "The coin's name." },
    {
      name: "launch_date",
      type: "DATE",
      description: "The day of the first block: CoinGecko's genesis_date.",
    },
    { name: "category", type: "STRING", description: "The first of the coin's categories." },
    {
      name: "categories",
      type: "STRING",
      description: "All the coin's categories, separated by |; a | in a name is written /.",
    },
    {
      name: "asset_platform_id",
      type: "STRING",
      description: "The platform on which a token lives; null for a chain's own coin.",
    },
    {
      name: "hashing_algorithm",
      type: "STRING",
      description: "The hashing algorithm of a mined coin.",
    },
    {
      name: "country_origin",
      type: "STRING",
      description: "The country of origin, as CoinGecko gives it.",
    },
    { name: "homepage_url", type: "STRING", description: "The first homepage of the coin." },
    { name: "image_url", type: "STRING", description: "The coin's logo." },
    {
      name: "market_cap_rank",
      type: "INT64",
      description: "Rank by market capitalisation on last_seen_date; null for an inactive coin.",
    },
    {
      name: "first_seen_date",
      type: "DATE",
      required: true,
      description: "The least snapshot date that saw the coin.",
    },
    {
      name: "last_seen_date",
      type: "DATE",
      required: true,
      description: "The greatest snapshot date that saw the coin.",
    },
    {
      name: "is_active",
      type: "BOOL",
      required: true,
      description: "Whether the newest run that looked for the coin saw it.",
    },
    {
      name: "details_updated_at",
      type: "TIMESTAMP",
      description:
        "When the details (launch date to homepage) were last fetched, UTC; null where they never were.",
    },
    {
      name: "last_checked_date",
      type: "DATE",
      description: "The greatest snapshot date of a run that looked for the coin.",
    },
  ],
} as const satisfies TableSpec;

export type AssetRow = RowOf<typeof cryptoAssetDim>;
