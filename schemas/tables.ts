import { cryptoAssetDim } from "./crypto_asset_dim";
import { cryptoMarketSnapshotFact } from "./crypto_market_snapshot_fact";
import { dateDim } from "./date_dim";
import type { TableSpec } from "./table";

export const tables: readonly TableSpec[] = [cryptoMarketSnapshotFact, cryptoAssetDim, dateDim];

/** The spec of a table by its name: steps carry the name to the workers, never the spec. */
export function tableNamed(name: string): TableSpec {
  const table = tables.find((candidate) => candidate.name === name);
  if (!table) throw new Error(`There is no table ${name}.`);
  return table;
}
