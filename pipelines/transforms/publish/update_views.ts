import { log } from "../../core/log";
import { pipelineSpecs } from "../../options/pipeline_spec";
import type { Run } from "../../run/run";
import { readViews } from "../../warehouses/view_files";
import type { Warehouse } from "../../warehouses/warehouse";
import { describedTables } from "./one_market";

/**
 * Brings the warehouse's views up to date, where its runs make them. The run has published by then:
 * views that can't be made fail nothing, and the next run makes them.
 *
 * The calendar is the same for all markets: its runs don't know how to describe a view.
 */
export async function updateViews(run: Run, warehouse: Warehouse | null): Promise<void> {
  if (!warehouse?.updateViews || !pipelineSpecs[run.pipeline].callsApi) return;
  try {
    await warehouse.updateViews(describedTables(run, readViews(warehouse.dialect)));
  } catch (error) {
    log.warn({ err: error }, "The views were not updated: the next run does it.");
  }
}
