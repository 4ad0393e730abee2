import type { RowOf, TableSpec } from "./table";

/**
 * A table of one pipeline's run reports. Each pipeline has its own, so that a load of its day never
 * touches a row of another's, however many run at once; the view crypto_pipeline_runs is their union.
 */
function runTable<Name extends string>(name: Name) {
  return {
    name,
    description: "What the pipeline did: the report of the newest run of each date.",
    primaryKey: ["snapshot_date"],
    partitionBy: "snapshot_date",
    partitionFilter: "optional",
    orderBy: ["snapshot_date"],
    columns: [
      {
        name: "snapshot_date",
        type: "DATE",
        required: true,
        description: "The UTC day that the run stands for; joins date_dim.date.",
      },
      {
        name: "pipeline",
        type: "STRING",
        required: true,
        description:
          "The pipeline as on the command line: date-dim, asset-dim, market-snapshot, market-history.",
      },
      {
        name: "run_id",
        type: "STRING",
        required: true,
        description: "Names the run; files that it wrote to Cloud Storage carry it too.",
      },
      {
        name: "source",
        type: "STRING",
        required: true,
        description: "Where the data came from: sample:COINS, public, demo, pro, or a URL.",
      },
      {
        name: "state",
        type: "STRING",
        required: true,
        description: "DONE, or FAILED: then the tables hold what they held before.",
      },
      { name: "error", type: "STRING", description: "Why it failed, and what to do." },
      {
        name: "started_at",
        type: "TIMESTAMP",
        required: true,
        description: "When the run began, UTC.",
      },
      {
        name: "finished_at",
        type: "TIMESTAMP",
        required: true,
        description: "When the run's result stood, ready to be loaded, UTC.",
      },
      {
        name: "fetched",
        type: "INT64",
        required: true,
        description: "Elements that came in: row_count + duplicates + rejects.",
      },
      {
        name: "row_count",
        type: "INT64",
        required: true,
        description: "Rows that the run made: counts.rows of the report.",
      },
      {
        name: "duplicates",
        type: "INT64",
        required: true,
        description: "Elements of a coin of which a later one stayed.",
      },
      {
        name: "rejects",
        type: "INT64",
        required: true,
        description: "Elements that became no row: see the pipeline's table of rejects.",
      },
      {
        name: "missing",
        type: "INT64",
        required: true,
        description: "Coins that the coin list names and nothing gave.",
      },
      {
        name: "api_requests",
        type: "INT64",
        required: true,
        description: "Calls to the API, retries included.",
      },
      {
        name: "api_from_archive",
        type: "INT64",
        required: true,
        description: "Answers that the archive gave instead of the API.",
      },
      {
        name: "api_retries",
        type: "INT64",
        required: true,
        description: "Calls that were made again.",
      },
      {
        name: "api_rate_limited",
        type: "INT64",
        required: true,
        description: "Calls that the API put off because they were too many.",
      },
      {
        name: "csv_path",
        type: "STRING",
        description:
          "The CSV of the pipeline's main table, relative to the output; null when the run wrote none.",
      },
      { name: "csv_bytes", type: "INT64", description: "The size of that CSV in bytes." },
      { name: "csv_sha256", type: "STRING", description: "The SHA-256 of that CSV, in hex." },
      { name: "warnings", type: "STRING", description: "What a person should know, one a line." },
    ],
  } as const satisfies TableSpec;
}

export const runTables = [
  runTable("crypto_market_snapshot_runs"),
  runTable("crypto_asset_dim_runs"),
  runTable("date_dim_runs"),
  runTable("crypto_market_history_runs"),
] as const;

export type RunRow = RowOf<(typeof runTables)[number]>;
