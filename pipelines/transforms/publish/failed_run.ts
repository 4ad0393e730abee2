import { recordTablesOf } from "../../../schemas/tables";
import { log } from "../../core/log";
import type { SortedPartition } from "../../run/audit_record";
import { archiveDates, type DayRuns, dayRun } from "../../run/day_runs";
import { readReport, reportOf, writeReport, type RunReport } from "../../run/report";
import type { Run } from "../../run/run";
import { openObjectStore } from "../../storage/open_object_store";
import { openWarehouse } from "../../warehouses/open_warehouse";
import { checkMarket, describedTables, OtherMarketError } from "./one_market";
import type { Destination } from "./publish_tables";
import { loadRecords } from "./run_records";

/** What a report says of a run that failed now. */
export function failureOf(error: unknown) {
  return {
    state: "FAILED",
    error: messageOf(error),
    finished_at: new Date().toISOString(),
  } as const;
}

/**
 * Writes the report of a failed run and loads its row, and what it rejected, into the warehouse. Each
 * is attempted, and neither throws: that the run failed matters more than that it is not recorded.
 * Beside data of another market it leaves no record.
 *
 * @param rejected the run's dead-letter records, where it has written their file
 */
export async function recordFailure(
  { run, store, warehouse }: Destination,
  report: RunReport,
  rejected?: readonly SortedPartition[],
): Promise<void> {
  const unchecked = await checkMarket({ ...run, force: false }, store, warehouse).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );
  if (unchecked instanceof OtherMarketError) return;
  await attempt("The report of the failed run was not written.", () => writeReport(store, report));
  await attempt("The failed run was not loaded into the warehouse.", async () => {
    if (!warehouse) return;
    // Whose data it holds is not known, which is why the run failed, as a rule.
    if (unchecked) throw unchecked;
    await warehouse.prepare(...describedTables(run, recordTablesOf(run.pipeline)));
    await loadRecords(store, warehouse, report, rejected);
  });
}

/**
 * Records that a run ended before its last step, where it is of one day (of a history: of the one that
 * makes the calls). Of several days those that failed have recorded themselves; the others were not
 * reached, keep the report that they have, and are made by the next run.
 */
export async function recordEarlyFailures(runs: DayRuns, error: unknown): Promise<void> {
  const [date, ...others] = archiveDates(runs);
  if (date !== undefined && others.length === 0) {
    await recordEarlyFailure(dayRun(runs, date), error);
  }
  for (const day of runs.dates) await removeTemporaryOf(dayRun(runs, day));
}

/**
 * Records a run that ended before its last step, which records its own failures. Only for a run of which
 * nothing is working any more.
 */
async function recordEarlyFailure(run: Run, failure: unknown): Promise<void> {
  await attempt("The failed run was not recorded.", async () => {
    const store = await openObjectStore(run.output, run.runId);
    if ((await readReport(store, run))?.run_id === run.runId) return;
    const warehouse = await openWarehouse(run.warehouse, { near: store });
    try {
      const report = { ...reportOf(run), ...failureOf(failure) };
      await recordFailure({ run, store, warehouse }, report);
    } finally {
      await warehouse?.close();
    }
  });
}

/** Removes the temporary files of a run of which nothing is working any more. */
async function removeTemporaryOf(run: Run): Promise<void> {
  await attempt("The temporary files of the failed run were not removed.", async () => {
    await (await openObjectStore(run.output, run.runId)).removeTemporary();
  });
}

/** The failure of the run is what a person has to see first, so this is no warning. */
async function attempt(otherwise: string, step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    log.info({ reason: messageOf(error) }, otherwise);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
