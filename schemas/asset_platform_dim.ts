import type { RowOf, TableSpec } from "./table";

export const assetPlatformDim = {
  name: "asset_platform_dim",
  description:
    "Every platform, which is a blockchain with contracts, that was ever listed, one row each.",
  primaryKey: ["platform_id"],
  foreignKeys: [{ column: "native_asset_id", table: "crypto_asset_dim", references: "asset_id" }],
  orderBy: ["platform_id"],
  csv: "dimensions/asset_platform_dim.csv",
  columns: [
    {
      name: "platform_id",
      type: "STRING",
      required: true,
      description: "CoinGecko's id of the platform.",
    },
    {
      name: "chain_identifier",
      type: "INT64",
      description: "The chain id of an EVM chain, such as 1 for Ethereum; null for most others.",
    },
    { name: "name", type: "STRING", description: "The platform's name." },
    { name: "shortname", type: "STRING", description: "The platform's short name." },
    {
      name: "native_asset_id",
      type: "STRING",
      description: "The coin of the platform's own; joins crypto_asset_dim.asset_id.",
    },
    {
      name: "first_seen_date",
      type: "DATE",
      required: true,
      description: "The least snapshot date on which the platform was listed.",
    },
    {
      name: "last_seen_date",
      type: "DATE",
      required: true,
      description: "The greatest snapshot date on which the platform was listed.",
    },
  ],
} as const satisfies TableSpec;

export type PlatformRow = RowOf<typeof assetPlatformDim>;
