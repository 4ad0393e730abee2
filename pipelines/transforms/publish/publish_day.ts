import { recordTablesOf, tablesOf } from "../../../schemas/tables";
import { ActionableError } from "../../core/actionable_error";
import { interrupt } from "../../core/interruption";
import { pipelineSpecs } from "../../options/pipeline_spec";
import { rejectedFile } from "../../run/audit_record";
import type { DayFailure, RunOutcome } from "../../run/outcome";
import { writeReport, type ReportedFile, type RunReport } from "../../run/report";
import { filledTables } from "../../run/tables";
import { dayReport, doneNow } from "./day_report";
import { failureOf, recordFailure } from "./failed_run";
import { checkCurrency } from "./one_currency";
import { checkMarket, describedTables } from "./one_market";
import { checkMissing, checkRejects, checkTables, skippedWarnings } from "./publish_checks";
import {
  type Destination,
  loadTables,
  writeCsv,
  writeParquet,
  writeRejects,
  type WrittenTable,
} from "./publish_tables";
import { beginMarket, endMarket } from "./replace_market";

/** How a day has ended: what its report says, and where it failed, why. */
export interface DayEnd {
  readonly report: RunReport;
  readonly failure?: DayFailure;
}

/**
 * Validates a day's run and publishes it: the CSVs, the warehouse, and at last the report. A day that
 * fails leaves its report and its rejects.
 * @throws what a repeat may not meet again; that is recorded too
 */
export async function publishDay(to: Destination, outcome: RunOutcome): Promise<DayEnd> {
  const files: ReportedFile[] = [];
  try {
    return { report: await publish(to, outcome, files) };
  } catch (error) {
    // The staged partitions stay: the runner may repeat this step.
    const report = dayReport(to.run, outcome, files, failureOf(error));
    await recordFailure(to, report, outcome.partitions.get(rejectedFile));
    if (!(error instanceof ActionableError) || interrupt.signal.aborted) throw error;
    const { what, next } = error;
    return { report, failure: { what, next } };
  }
}

/** @param files is filled with those that are written, also where the day then fails */
async function publish(
  to: Destination,
  outcome: RunOutcome,
  files: ReportedFile[],
): Promise<RunReport> {
  const { run, store, warehouse } = to;
  const { callsApi } = pipelineSpecs[run.pipeline];
  const others = await checkMarket(run, store, warehouse);
  const replacesMarket = others.inOutput.length > 0;
  const { failure } = outcome;
  // What an earlier run of the day has rejected stays where this one has read nothing.
  const hasRead = failure === null || outcome.partitions.has(rejectedFile);
  // They are no part of another market's data: that stays as it is unless all is replaced.
  if (callsApi && hasRead && !replacesMarket) files.push(await writeRejects(to, outcome));
  if (failure) throw new ActionableError(failure.what, failure.next);
  checkRejects(outcome.counts, run, outcome.unknownCoins);
  checkMissing(outcome, run);
  const beside = [...recordTablesOf(run.pipeline), ...tablesOf(run.pipeline).prepared];
  const prepared = new Set([...filledTables(run), ...beside, ...others.tables]);
  await warehouse?.prepare(...describedTables(run, [...prepared]));
  const superseded = await checkCurrency(run, store, warehouse);
  const { tables, skipped } = await checkTables(to, outcome);
  const warnings = [...outcome.warnings, ...skippedWarnings(skipped)];
  const checked = { ...outcome, skipped, warnings };
  await beginMarket(to, others, dayReport(run, checked, files, failureOf(interrupted)));
  if (callsApi && replacesMarket) files.push(await writeRejects(to, outcome));
  const written: WrittenTable[] = [];
  for (const table of tables) {
    const csv = await writeCsv(to, table, outcome);
    const parquet = await writeParquet(to, table, csv);
    written.push({ table, csv });
    files.push(csv, ...(parquet ? [parquet] : []));
  }
  const report = dayReport(run, checked, files, await doneNow(run, store));
  const replaced = {
    tables: [...superseded.tables, ...others.tables],
    files: [...superseded.files, ...others.files],
  };
  const loaded = await loadTables(to, written, replaced, report, outcome);
  const kept = new Set(files.map(({ path }) => path));
  for (const path of replaced.files) if (!kept.has(path)) await store.delete(path);
  await endMarket(to);
  const published = { ...report, tables: loaded, finished_at: new Date().toISOString() };
  await writeReport(store, published);
  return published;
}

const interrupted =
  "The run was interrupted while it replaced another market's data; --force completes it.";
