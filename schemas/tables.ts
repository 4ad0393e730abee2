import { assetPlatformDim } from "./asset_platform_dim";
import { cryptoAssetContract } from "./crypto_asset_contract";
import { cryptoAssetDim } from "./crypto_asset_dim";
import { cryptoCategoryFact } from "./crypto_category_fact";
import { cryptoCheckResults } from "./crypto_check_results";
import { cryptoGlobalFact } from "./crypto_global_fact";
import { cryptoMarketHistoryFact } from "./crypto_market_history_fact";
import { cryptoMarketSnapshotFact } from "./crypto_market_snapshot_fact";
import { currencyRateFact } from "./currency_rate_fact";
import { dateDim } from "./date_dim";
import { rejectTables } from "./reject_tables";
import { runTables } from "./run_tables";
import type { TableSpec } from "./table";

/** The tables that the runs of one pipeline fill. */
export interface PipelineTables {
  /** The one that the pipeline is for: a run that can't fill it fails. */
  readonly main: TableSpec;
  /** Further ones, published with it. */
  readonly further: readonly TableSpec[];
  /** Those that its runs create and leave as they are: views read them, or checks write them. */
  readonly prepared: readonly TableSpec[];
  /** The reports of its runs. */
  readonly runs: TableSpec;
  /** Its dead-letter records; none for a pipeline that takes nothing in. */
  readonly rejects?: TableSpec;
}

const [snapshotRuns, assetRuns, dateRuns, historyRuns] = runTables;
const [snapshotRejects, assetRejects, historyRejects] = rejectTables;

const pipelineTables = {
  "market-snapshot": {
    main: cryptoMarketSnapshotFact,
    further: [cryptoGlobalFact, cryptoCategoryFact, currencyRateFact],
    prepared: [cryptoMarketHistoryFact, historyRuns, historyRejects, cryptoCheckResults],
    runs: snapshotRuns,
    rejects: snapshotRejects,
  },
  "asset-dim": {
    main: cryptoAssetDim,
    further: [assetPlatformDim, cryptoAssetContract],
    prepared: [],
    runs: assetRuns,
    rejects: assetRejects,
  },
  "date-dim": { main: dateDim, further: [], prepared: [], runs: dateRuns },
  "market-history": {
    main: cryptoMarketHistoryFact,
    further: [],
    prepared: [cryptoMarketSnapshotFact],
    runs: historyRuns,
    rejects: historyRejects,
  },
} as const satisfies Readonly<Record<string, PipelineTables>>;

type Pipeline = keyof typeof pipelineTables;

/** The tables of a pipeline, by its name on the command line. */
export function tablesOf(pipeline: Pipeline): PipelineTables {
  return pipelineTables[pipeline];
}

/** Where the runs of a pipeline are recorded: its rejects, and last their reports. */
export function recordTablesOf(pipeline: Pipeline): TableSpec[] {
  const { runs, rejects } = tablesOf(pipeline);
  return rejects ? [rejects, runs] : [runs];
}

const pipelines = Object.keys(pipelineTables) as Pipeline[];

/** The star schema. */
export const tables: readonly TableSpec[] = pipelines.flatMap((pipeline) => {
  const { main, further } = tablesOf(pipeline);
  return [main, ...further];
});

/** The records of all pipelines' runs. */
const recordTables: readonly TableSpec[] = pipelines.flatMap(recordTablesOf);

/** Those that no pipeline fills. */
export const preparedTables: readonly TableSpec[] = pipelines
  .flatMap((pipeline) => tablesOf(pipeline).prepared)
  .filter((table) => !tables.includes(table) && !recordTables.includes(table));

/** The star schema and the records of all pipelines' runs. */
export const allTables: readonly TableSpec[] = [...tables, ...preparedTables, ...recordTables];

/** Those whose rows come from a market: the calendar is the same for all. */
export const marketTables: readonly TableSpec[] = tables.filter(
  ({ name }) => name !== dateDim.name,
);

/** The spec of a table by its name: steps carry the name to the workers, never the spec. */
export function tableNamed(name: string): TableSpec {
  const table = tables.find((candidate) => candidate.name === name);
  if (!table) throw new Error(`There is no table ${name}.`);
  return table;
}
