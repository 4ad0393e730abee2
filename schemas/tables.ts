import { cryptoAssetDim } from "./crypto_asset_dim";
import { cryptoMarketSnapshotFact } from "./crypto_market_snapshot_fact";
import { dateDim } from "./date_dim";
import { rejectTables } from "./reject_tables";
import { runTables } from "./run_tables";
import type { TableSpec } from "./table";

/** The star schema: one table a pipeline. */
export const tables: readonly TableSpec[] = [cryptoMarketSnapshotFact, cryptoAssetDim, dateDim];

/** Those whose rows come from a market: the calendar is the same for all. */
export const marketTables: readonly TableSpec[] = tables.filter(
  ({ name }) => name !== dateDim.name,
);

/**
 * Where a pipeline's runs and rejects are kept beside its own table. There are no
 * rejects for a pipeline that takes nothing in. A type and not an interface, so that its values are
 * known to be tables.
 */
export type RecordTables = { readonly runs: TableSpec; readonly rejects?: TableSpec };

const [snapshotRuns, assetRuns, dateRuns] = runTables;
const [snapshotRejects, assetRejects] = rejectTables;

const recordTables: Readonly<Record<string, RecordTables>> = {
  [cryptoMarketSnapshotFact.name]: { runs: snapshotRuns, rejects: snapshotRejects },
  [cryptoAssetDim.name]: { runs: assetRuns, rejects: assetRejects },
  [dateDim.name]: { runs: dateRuns },
};

/** The tables of the runs that make a table. */
export function recordTablesOf(table: TableSpec): RecordTables {
  const found = recordTables[table.name];
  if (!found) throw new Error(`No run makes the table ${table.name}.`);
  return found;
}

/** The same as a list. */
export function allRecordTablesOf(table: TableSpec): TableSpec[] {
  const { runs, rejects } = recordTablesOf(table);
  return rejects ? [runs, rejects] : [runs];
}

/** The spec of a table by its name: steps carry the name to the workers, never the spec. */
export function tableNamed(name: string): TableSpec {
  const table = tables.find((candidate) => candidate.name === name);
  if (!table) throw new Error(`There is no table ${name}.`);
  return table;
}
