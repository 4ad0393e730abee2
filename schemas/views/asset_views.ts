import { cryptoAssetContract } from "../crypto_asset_contract";
import { cryptoMarketSnapshotFact } from "../crypto_market_snapshot_fact";
import { columnsOf, type ViewSpec } from "./view";

const fact = (...names: readonly string[]) => columnsOf(cryptoMarketSnapshotFact, ...names);

const assetHistory: ViewSpec = {
  name: "crypto_asset_history",
  description:
    "What each coin was called, and when: a type 2 dimension. One row a coin and unbroken time under one name and symbol, seen in the snapshots; a day without any snapshot breaks none.",
  columns: [
    ...fact("asset_id", "name", "symbol"),
    {
      name: "valid_from",
      type: "DATE",
      description: "The first snapshot of the coin under this name and symbol.",
    },
    {
      name: "valid_to",
      type: "DATE",
      description:
        "The first snapshot after that in which it had another name or symbol, or was absent; null while it holds.",
    },
    {
      name: "is_current",
      type: "BOOL",
      description: "Whether it held in the newest snapshot.",
    },
    {
      name: "days_seen",
      type: "INT64",
      description: "Snapshots of the coin from valid_from until before valid_to.",
    },
  ],
};

const universe: ViewSpec = {
  name: "crypto_universe",
  description: "Which coins existed on which day. One row a coin and snapshot that holds it.",
  columns: [
    ...fact("snapshot_date", "asset_id"),
    {
      name: "is_newcomer",
      type: "BOOL",
      description: "Whether the snapshot before lacks the coin; null in the first snapshot.",
    },
    {
      name: "is_leaver",
      type: "BOOL",
      description: "Whether the next snapshot lacks the coin; null in the newest snapshot.",
    },
  ],
};

const newcomersLeavers: ViewSpec = {
  name: "crypto_newcomers_leavers",
  description:
    "Coins that came or went. One row a coin and snapshot that, other than the one before it, holds or lacks the coin.",
  columns: [
    {
      name: "snapshot_date",
      type: "DATE",
      description: "The first snapshot that holds a newcomer or lacks a leaver.",
    },
    { name: "change", type: "STRING", description: "newcomer or leaver." },
    ...fact("asset_id", "symbol", "name", "vs_currency"),
    {
      name: "price",
      type: "BIGNUMERIC",
      description: "A newcomer's first price, a leaver's last one, in vs_currency.",
    },
    {
      name: "market_cap_rank",
      type: "INT64",
      description: "The rank on that day; null for an unranked coin.",
    },
  ],
};

const graveyard: ViewSpec = {
  name: "crypto_graveyard",
  description:
    "Coins that the newest snapshot lacks, as they were last seen. One row a coin of an earlier snapshot.",
  columns: [
    ...fact("asset_id", "name", "symbol"),
    {
      name: "last_seen_date",
      type: "DATE",
      description: "The newest snapshot that holds the coin.",
    },
    ...fact("vs_currency"),
    { name: "last_price", type: "BIGNUMERIC", description: "Its price then, in vs_currency." },
    {
      name: "last_market_cap_rank",
      type: "INT64",
      description: "Its rank then; null for an unranked coin.",
    },
  ],
};

const staleCoins: ViewSpec = {
  name: "crypto_stale_coins",
  description:
    "Coins of the newest snapshot whose price is more than a day older than the newest price, or of unknown age. One row a coin.",
  columns: [
    ...fact("snapshot_date", "asset_id", "symbol", "name", "market_cap_rank", "last_updated"),
    {
      name: "hours_stale",
      type: "FLOAT64",
      description:
        "Hours from last_updated to the newest last_updated of the snapshot; null where unknown.",
    },
  ],
};

const contractMoves: ViewSpec = {
  name: "crypto_contract_moves",
  description:
    "Contract addresses that passed from one coin to another. One row a platform, address and pass.",
  columns: [
    ...columnsOf(cryptoAssetContract, "platform_id", "contract_address_key"),
    { name: "from_asset_id", type: "STRING", description: "The coin that had the address." },
    { name: "to_asset_id", type: "STRING", description: "The coin that had it next." },
    {
      name: "moved_date",
      type: "DATE",
      description: "The first day on which the next coin had the address.",
    },
    {
      name: "from_last_seen_date",
      type: "DATE",
      description: "The last day on which the earlier coin had it.",
    },
  ],
};

export const assetViews: readonly ViewSpec[] = [
  assetHistory,
  universe,
  newcomersLeavers,
  graveyard,
  staleCoins,
  contractMoves,
];
