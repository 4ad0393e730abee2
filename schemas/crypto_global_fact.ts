import type { RowOf, TableSpec } from "./table";

export const cryptoGlobalFact = {
  name: "crypto_global_fact",
  description:
    "The totals of the whole crypto market, one row a date, as CoinGecko's /global gave them.",
  primaryKey: ["snapshot_date"],
  foreignKeys: [{ column: "snapshot_date", table: "date_dim", references: "date" }],
  partitionBy: "snapshot_date",
  partitionFilter: "optional",
  orderBy: ["snapshot_date"],
  csv: "daily_snapshots/global_{date}.csv",
  columns: [
    {
      name: "snapshot_date",
      type: "DATE",
      required: true,
      description: "The UTC day that the snapshot stands for; joins date_dim.date.",
    },
    {
      name: "vs_currency",
      type: "STRING",
      required: true,
      description: "The currency of total_market_cap and total_volume, such as usd.",
    },
    {
      name: "total_market_cap",
      type: "BIGNUMERIC",
      description:
        "Market capitalisation of all coins, in vs_currency; null where CoinGecko has no total in it.",
    },
    {
      name: "total_volume",
      type: "BIGNUMERIC",
      description:
        "Traded volume of all coins in the last 24 hours, in vs_currency; null where CoinGecko has no total in it.",
    },
    {
      name: "market_cap_change_percentage_24h",
      type: "FLOAT64",
      description:
        "Change of the total market capitalisation in 24 hours, in percent; measured in usd, whatever vs_currency is.",
    },
    {
      name: "active_cryptocurrencies",
      type: "INT64",
      description: "How many coins are active.",
    },
    { name: "markets", type: "INT64", description: "How many exchanges CoinGecko tracks." },
    {
      name: "upcoming_icos",
      type: "INT64",
      description: "How many initial coin offerings are to come.",
    },
    {
      name: "ongoing_icos",
      type: "INT64",
      description: "How many initial coin offerings are open.",
    },
    {
      name: "ended_icos",
      type: "INT64",
      description: "How many initial coin offerings have ended.",
    },
    {
      name: "bitcoin_dominance",
      type: "FLOAT64",
      description: "Bitcoin's share of the total market capitalisation, in percent.",
    },
    {
      name: "ethereum_dominance",
      type: "FLOAT64",
      description: "Ether's share of the total market capitalisation, in percent.",
    },
    {
      name: "updated_at",
      type: "TIMESTAMP",
      description: "When CoinGecko last updated the totals, UTC.",
    },
    {
      name: "ingested_at",
      type: "TIMESTAMP",
      required: true,
      description: "When the totals were fetched, UTC.",
    },
  ],
} as const satisfies TableSpec;

export type GlobalRow = RowOf<typeof cryptoGlobalFact>;
