import { cryptoAssetDim } from "../crypto_asset_dim";
import { rejectTables } from "../reject_tables";
import { runTables } from "../run_tables";
import { columnsOf, type ViewSpec } from "./view";

const coverage: ViewSpec = {
  name: "crypto_coverage",
  description:
    "How complete each day is, from the first snapshot to the newest. One row a day, also a day without a snapshot.",
  columns: [
    { name: "snapshot_date", type: "DATE", description: "The UTC day; joins date_dim.date." },
    { name: "has_snapshot", type: "BOOL", description: "Whether the day has rows of the market." },
    {
      name: "coins",
      type: "INT64",
      description: "Coins that the day's snapshot holds; 0 without one.",
    },
    {
      name: "coins_before",
      type: "INT64",
      description: "Coins of the snapshot before; null for the first.",
    },
    {
      name: "missing",
      type: "INT64",
      description: "Coins that the coin list named and no answer held; null without a run.",
    },
    {
      name: "rejects",
      type: "INT64",
      description: "Elements of the market pages that became no row; null without a run.",
    },
    {
      name: "coverage_percentage",
      type: "FLOAT64",
      description: "coins of coins, missing and rejects together, in percent.",
    },
    {
      name: "api_requests",
      type: "INT64",
      description: "Calls to the API of all pipelines of the day, retries included.",
    },
    {
      name: "api_from_archive",
      type: "INT64",
      description: "Answers that the archive gave instead of the API.",
    },
    {
      name: "state",
      type: "STRING",
      description: "How the newest run of market-snapshot ended: DONE or FAILED; null without one.",
    },
  ],
};

const missing: ViewSpec = {
  name: "crypto_missing",
  description:
    "Coins that a snapshot lacks although they were known before and after it. One row a coin and snapshot between the first and the last day that saw the coin.",
  columns: [
    { name: "snapshot_date", type: "DATE", description: "The snapshot that lacks the coin." },
    ...columnsOf(cryptoAssetDim, "asset_id", "symbol", "name", "first_seen_date", "last_seen_date"),
    {
      name: "reject_reason",
      type: "STRING",
      description: "Why the coin's element became no row; null where no answer held the coin.",
    },
  ],
};

const pipelineRuns: ViewSpec = {
  name: "crypto_pipeline_runs",
  description: "What every pipeline did. One row a pipeline and date.",
  columns: columnsOf(runTables[0]),
};

const rejects: ViewSpec = {
  name: "crypto_rejects",
  description: "What every pipeline rejected, and why. One row an element of an answer.",
  columns: columnsOf(rejectTables[0]),
};

export const runViews: readonly ViewSpec[] = [coverage, missing, pipelineRuns, rejects];
