import type { RowOf, TableSpec } from "./table";

export const cryptoAssetContract = {
  name: "crypto_asset_contract",
  description:
    "Every contract that an asset was ever seen with: an address that passed from one asset to another has a row of each.",
  primaryKey: ["platform_id", "contract_address_key", "asset_id"],
  // platform_id is none: a platform may be missing in the list of platforms, and BigQuery plans by keys.
  foreignKeys: [{ column: "asset_id", table: "crypto_asset_dim", references: "asset_id" }],
  clusterBy: ["platform_id", "contract_address_key"],
  orderBy: ["platform_id", "contract_address_key", "asset_id"],
  csv: "dimensions/asset_contract.csv",
  columns: [
    {
      name: "platform_id",
      type: "STRING",
      required: true,
      description:
        "The platform on which the contract is; joins asset_platform_dim.platform_id, which may lack it.",
    },
    {
      name: "contract_address",
      type: "STRING",
      required: true,
      description: "The contract's address, as CoinGecko gave it on last_seen_date.",
    },
    {
      name: "contract_address_key",
      type: "STRING",
      required: true,
      description:
        "For joins: the address in lower case where it has the form of EVM chains (0x and 40 hex digits, in which case is but a checksum), else as given.",
    },
    {
      name: "asset_id",
      type: "STRING",
      required: true,
      description: "CoinGecko's coin id; joins crypto_asset_dim.asset_id.",
    },
    {
      name: "first_seen_date",
      type: "DATE",
      required: true,
      description: "The least snapshot date that saw the asset with the contract.",
    },
    {
      name: "last_seen_date",
      type: "DATE",
      required: true,
      description: "The greatest snapshot date that saw the asset with the contract.",
    },
    {
      name: "is_active",
      type: "BOOL",
      required: true,
      description: "Whether the newest run that read the asset's contracts saw this one.",
    },
    {
      name: "last_checked_date",
      type: "DATE",
      required: true,
      description: "The greatest snapshot date of a run that read the asset's contracts.",
    },
  ],
} as const satisfies TableSpec;

export type ContractRow = RowOf<typeof cryptoAssetContract>;
