import type { RowOf, TableSpec } from "./table";

export const currencyRateFact = {
  name: "currency_rate_fact",
  description:
    "What one bitcoin costs in every currency, one row a currency and date: between any two currencies of a date the rate is the quotient of theirs.",
  primaryKey: ["snapshot_date", "currency"],
  foreignKeys: [{ column: "snapshot_date", table: "date_dim", references: "date" }],
  partitionBy: "snapshot_date",
  partitionFilter: "optional",
  orderBy: ["currency"],
  csv: "daily_snapshots/rates_{date}.csv",
  columns: [
    {
      name: "snapshot_date",
      type: "DATE",
      required: true,
      description: "The UTC day that the snapshot stands for; joins date_dim.date.",
    },
    {
      name: "currency",
      type: "STRING",
      required: true,
      description: "The currency's code, as in vs_currency, such as eur.",
    },
    { name: "name", type: "STRING", description: "The currency's name, such as Euro." },
    { name: "unit", type: "STRING", description: "The currency's sign, such as €; not unique." },
    { name: "type", type: "STRING", description: "fiat, crypto or commodity." },
    {
      name: "rate_to_btc",
      type: "BIGNUMERIC",
      required: true,
      description: "How much of the currency one bitcoin costs; above 0.",
    },
    {
      name: "ingested_at",
      type: "TIMESTAMP",
      required: true,
      description: "When the rates were fetched, UTC.",
    },
  ],
} as const satisfies TableSpec;

export type CurrencyRateRow = RowOf<typeof currencyRateFact>;
