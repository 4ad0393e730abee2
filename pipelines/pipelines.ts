import type { PCollection, Root } from "apache-beam/pvalue";
import { cryptoAssetDim } from "../schemas/crypto_asset_dim";
import { cryptoMarketSnapshotFact } from "../schemas/crypto_market_snapshot_fact";
import { dateDim } from "../schemas/date_dim";
import type { TableSpec } from "../schemas/table";
import { type PipelineName, type PipelineSpec, pipelineSpecs } from "./options/pipeline_spec";
import type { Run } from "./run/run";
import type { RunReport } from "./run/report";

/** Builds the graph of a run. */
export type Build = (run: Run) => (root: Root) => PCollection<RunReport>;

export interface Pipeline extends PipelineSpec {
  readonly table: TableSpec;
  /** Loaded by a run only: Beam takes its time, and help or a wrong option need none of it. */
  readonly load: () => Promise<Build>;
}

export const pipelines: Readonly<Record<PipelineName, Pipeline>> = {
  "date-dim": {
    ...pipelineSpecs["date-dim"],
    table: dateDim,
    load: async () => (await import("./date_dim.js")).dateDim,
  },
  "asset-dim": {
    ...pipelineSpecs["asset-dim"],
    table: cryptoAssetDim,
    load: async () => (await import("./asset_dim.js")).assetDim,
  },
  "market-snapshot": {
    ...pipelineSpecs["market-snapshot"],
    table: cryptoMarketSnapshotFact,
    load: async () => (await import("./market_snapshot.js")).marketSnapshot,
  },
};
