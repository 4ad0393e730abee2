import type { PCollection, Root } from "apache-beam/pvalue";
import { type PipelineName, type PipelineSpec, pipelineSpecs } from "./options/pipeline_spec";
import type { DayRuns } from "./run/day_runs";
import type { RunReport } from "./run/report";

/** Builds the graph of the runs of some days. */
export type Build = (runs: DayRuns) => (root: Root) => PCollection<RunReport>;

export interface Pipeline extends PipelineSpec {
  /** Loaded by a run only: Beam takes its time, and help or a wrong option need none of it. */
  readonly load: () => Promise<Build>;
}

export const pipelines: Readonly<Record<PipelineName, Pipeline>> = {
  "date-dim": {
    ...pipelineSpecs["date-dim"],
    load: async () => (await import("./date_dim.js")).dateDim,
  },
  "asset-dim": {
    ...pipelineSpecs["asset-dim"],
    load: async () => (await import("./asset_dim.js")).assetDim,
  },
  "market-snapshot": {
    ...pipelineSpecs["market-snapshot"],
    load: async () => (await import("./market_snapshot.js")).marketSnapshot,
  },
  "market-history": {
    ...pipelineSpecs["market-history"],
    load: async () => (await import("./market_history.js")).marketHistory,
  },
};
