import { marketTables, preparedTables, recordTablesOf } from "../../../schemas/tables";
import { ActionableError } from "../../core/actionable_error";
import { apiPipelines, pipelineSpecs } from "../../options/pipeline_spec";
import { madeUpNote, marketName, marketOf } from "../../run/market";
import { csvFolder, isCsvPath, parquetPath } from "../../run/paths";
import type { Run } from "../../run/run";
import type { ObjectStore } from "../../storage/object_store";
import type { WarehouseReader } from "../../warehouses/warehouse";
import { holdsMarketRows, marketsInOutput, marketsInWarehouse } from "./held_markets";
import { nothingSuperseded, type Superseded } from "./one_currency";

/** What a run replaces of other markets, beside its own date: nothing, or all of it. */
export interface OtherMarkets extends Superseded {
  /** The markets whose files are replaced: CSVs, dead-letter records, run reports. */
  readonly inOutput: readonly string[];
}

/**
 * An output and a warehouse hold one market, so that made-up data never meets real data.
 * @throws OtherMarketError when they hold another one than the run's, and it is not forced
 */
export async function checkMarket(
  run: Run,
  store: ObjectStore,
  warehouse: WarehouseReader | null,
): Promise<OtherMarkets> {
  if (!pipelineSpecs[run.pipeline].callsApi) return { inOutput: [], ...nothingSuperseded };
  const isOther = (market: string) => market !== marketOf(run.api.source);
  const inOutput = (await marketsInOutput(store)).filter(isOther);
  if (inOutput.length > 0 && !run.force) throw new OtherMarketError(store.url, inOutput, run);
  const inWarehouse = (await marketsInWarehouse(warehouse)).filter(isOther);
  if (warehouse && inWarehouse.length > 0 && !run.force) {
    const isHeld = await holdsMarketRows(warehouse);
    if (isHeld) throw new OtherMarketError(warehouse.url, inWarehouse, run);
  }
  return {
    inOutput,
    files: inOutput.length > 0 ? await marketFiles(store) : [],
    tables:
      inWarehouse.length > 0
        ? [...marketTables, ...apiPipelines.flatMap(recordTablesOf), ...preparedTables]
        : [],
  };
}

/** The run of another market than the place holds: it leaves no trace there. */
export class OtherMarketError extends ActionableError {
  override readonly name = "OtherMarketError";

  constructor(place: string, markets: readonly string[], run: Run) {
    super(
      `${place} holds data of ${markets.map(marketName).join(" and ")}, this run's is of ${marketName(marketOf(run.api.source))}: an output and a warehouse hold one market.`,
      "Use another --output (and --warehouse), or --force to replace all of it.",
    );
  }
}

async function marketFiles(store: ObjectStore): Promise<string[]> {
  const files: string[] = [];
  for (const table of marketTables) {
    for await (const { path } of store.list(csvFolder(table))) {
      if (isCsvPath(table, path)) files.push(path, parquetPath(path));
    }
  }
  for (const folder of ["rejected", "runs"]) {
    for (const pipeline of apiPipelines) {
      for await (const { path } of store.list(`${folder}/${pipeline}/`)) files.push(path);
    }
  }
  return files;
}

/** The tables that a run fills, or views over them, as it describes them: made-up data says so. */
export function describedTables<Spec extends { readonly description: string }>(
  run: Run,
  specs: readonly Spec[],
): Spec[] {
  const { callsApi } = pipelineSpecs[run.pipeline];
  if (!callsApi || marketOf(run.api.source) !== "sample") return [...specs];
  return specs.map((spec) => ({ ...spec, description: `${madeUpNote} ${spec.description}` }));
}
