import type { RowOf, TableSpec } from "./table";

/** As many characters of a text are kept: a single element of a broken answer may be huge. */
export const longestText = 1_000_000;

/**
 * A table of the elements that a pipeline rejected, as its rejected/<pipeline>/<date>.jsonl has
 * them. Each pipeline has its own, as with its runs; the view crypto_rejects is their union.
 */
function rejectTable<Name extends string>(name: Name) {
  return {
    name,
    description: "Elements of the API's answers that became no row, each with the reason.",
    primaryKey: ["snapshot_date", "line"],
    partitionBy: "snapshot_date",
    partitionFilter: "optional",
    orderBy: ["line"],
    columns: [
      {
        name: "snapshot_date",
        type: "DATE",
        required: true,
        description: "The UTC day that the run stood for; joins date_dim.date.",
      },
      {
        name: "line",
        type: "INT64",
        required: true,
        description: "The line of rejected/<pipeline>/<date>.jsonl, from 1.",
      },
      {
        name: "pipeline",
        type: "STRING",
        required: true,
        description:
          "The pipeline as on the command line: asset-dim, market-snapshot, market-history.",
      },
      {
        name: "url",
        type: "STRING",
        required: true,
        description: "The call whose answer held the element.",
      },
      { name: "asset_id", type: "STRING", description: "Its id, where it has a usable one." },
      { name: "reason", type: "STRING", required: true, description: "What is wrong with it." },
      { name: "field", type: "STRING", description: "The field that is wrong, if it is one." },
      {
        name: "raw",
        type: "STRING",
        description:
          "The element as it stood in the answer; the file has it whole where it is longer than a million characters.",
      },
    ],
  } as const satisfies TableSpec;
}

export const rejectTables = [
  rejectTable("crypto_market_snapshot_rejects"),
  rejectTable("crypto_asset_dim_rejects"),
  rejectTable("crypto_market_history_rejects"),
] as const;

export type RejectRow = RowOf<(typeof rejectTables)[number]>;
