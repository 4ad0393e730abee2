import type { PCollection, Root } from "apache-beam/pvalue";
import { cryptoAssetDim } from "../schemas/crypto_asset_dim";
import { cryptoMarketSnapshotFact } from "../schemas/crypto_market_snapshot_fact";
import { dateDim as dateDimTable } from "../schemas/date_dim";
import type { TableSpec } from "../schemas/table";
import { assetDim } from "./asset_dim";
import { dateDim } from "./date_dim";
import { marketSnapshot } from "./market_snapshot";
import type { PipelineName } from "./option_spec";
import type { Run } from "./run";
import type { RunReport } from "./run_report";

export interface Pipeline {
  readonly table: TableSpec;
  readonly build: (run: Run) => (root: Root) => PCollection<RunReport>;
}

export const pipelines: Readonly<Record<PipelineName, Pipeline>> = {
  "date-dim": { table: dateDimTable, build: dateDim },
  "asset-dim": { table: cryptoAssetDim, build: assetDim },
  "market-snapshot": { table: cryptoMarketSnapshotFact, build: marketSnapshot },
};
