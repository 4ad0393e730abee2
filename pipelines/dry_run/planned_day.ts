import type { Options } from "../options/options";
import { callsIn, sumOfCalls } from "../run/command_plan";
import type { ObjectStore } from "../storage/object_store";
import type { RunCalls } from "../transforms/market/planned_calls";
import type { PlannedDay } from "./dry_run_report";
import { plannedFiles } from "./planned_files";
import { plannedTables, type ReadWarehouse } from "./planned_tables";
import type { Superseded } from "../transforms/publish/one_currency";
import { dayRefusal } from "./refusal";

/** Where a command's files and tables go, as far as they can be read. */
export interface Places {
  /** Null where the output can't be read. */
  readonly store: ObjectStore | null;
  readonly warehouse: ReadWarehouse;
}

/**
 * What the run of a pipeline and day would do.
 * @param superseded what it replaces of another market or currency
 */
export async function plannedDay(
  planned: RunCalls,
  options: Options,
  { store, warehouse }: Places,
  superseded: Superseded,
): Promise<PlannedDay> {
  const { run, endpoints } = planned;
  const { maxRequests, archive } = run.api;
  const calls = callsIn(sumOfCalls(endpoints));
  const usesArchive = endpoints.length > 0;
  return {
    snapshot_date: run.snapshotDate,
    from_archive: usesArchive && calls === 0 && endpoints.some(({ archived }) => archived > 0),
    archive: usesArchive ? `raw/${archive}/${run.snapshotDate}/` : null,
    calls: endpoints,
    within_budget: usesArchive && maxRequests !== null ? calls <= maxRequests : null,
    files: await plannedFiles(run, store, superseded.files),
    tables: await plannedTables(run, warehouse, superseded.tables),
    refusal: dayRefusal(planned, options)?.message ?? null,
  };
}
