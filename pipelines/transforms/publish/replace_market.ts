import { pipelineSpecs } from "../../options/pipeline_spec";
import { marketOf } from "../../run/market";
import type { RunReport } from "../../run/report";
import { recordMarkets } from "./held_markets";
import type { OtherMarkets } from "./one_market";
import type { Destination } from "./publish_tables";
import { loadRecords } from "./run_records";

/**
 * Records which market's data follows. Where it replaces another one's, both are recorded until all
 * of it is replaced: a run that dies meanwhile leaves a place that refuses both, unless forced.
 *
 * @param interrupted the report of a run that dies before the replacement ends
 */
export async function beginMarket(
  { run, store, warehouse }: Destination,
  others: OtherMarkets,
  interrupted: RunReport,
): Promise<void> {
  if (!pipelineSpecs[run.pipeline].callsApi) return;
  await recordMarkets(store, [marketOf(run.api.source), ...others.inOutput]);
  if (others.tables.length > 0 && warehouse) {
    await loadRecords(store, warehouse, { ...interrupted, files: [] });
  }
}

/** Records that all data is of the run's market. */
export async function endMarket({ run, store }: Destination): Promise<void> {
  if (!pipelineSpecs[run.pipeline].callsApi) return;
  await recordMarkets(store, [marketOf(run.api.source)]);
}
