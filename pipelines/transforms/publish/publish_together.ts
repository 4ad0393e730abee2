import { pipelineSpecs } from "../../options/pipeline_spec";
import { rejectedFile, type SortedPartition } from "../../run/audit_record";
import { linesOf, type RunOutcome } from "../../run/outcome";
import { writeReport } from "../../run/report";
import { filledTables } from "../../run/tables";
import { dayReport, doneNow } from "./day_report";
import { failureOf, recordFailure } from "./failed_run";
import { type DayEnd, publishDay } from "./publish_day";
import { skippedWarnings } from "./publish_checks";
import { type Destination, writeRejects } from "./publish_tables";
import { loadRecords } from "./run_records";

/** A day that is to be published, and where. */
export interface StagedDay {
  readonly to: Destination;
  readonly outcome: RunOutcome;
}

/**
 * Publishes days whose rows are in the same tables: the last of them publishes the tables, and then each
 * other is recorded. Where that dies in between, nothing says that a day is done which is not.
 * @param days that have not failed, in their order
 */
export async function* publishTogether(days: readonly StagedDay[]): AsyncGenerator<DayEnd> {
  const last = days.at(-1);
  if (!last) return;
  const end = await publishDay(last.to, together(days, last));
  yield end;
  for (const day of days.slice(0, -1)) yield await recordDay(day, end);
}

/** What the last day publishes: the rows of all days, which are staged as one. */
function together(days: readonly StagedDay[], last: StagedDay): RunOutcome {
  const partitions = new Map<string, readonly SortedPartition[]>();
  for (const { outcome } of days) {
    for (const [file, parts] of outcome.partitions) {
      if (file !== rejectedFile) partitions.set(file, [...(partitions.get(file) ?? []), ...parts]);
    }
  }
  const rejected = last.outcome.partitions.get(rejectedFile);
  if (rejected) partitions.set(rejectedFile, rejected);
  // A table is filled where one of the days could fill it.
  const skipped = new Map(
    [...last.outcome.skipped].filter(([table]) =>
      days.every(({ outcome }) => outcome.skipped.has(table)),
    ),
  );
  // That this day could not fill it is said all the same.
  const warnings = [
    ...last.outcome.warnings,
    ...skippedWarnings(new Map([...last.outcome.skipped].filter(([table]) => !skipped.has(table)))),
  ];
  const outcome = { ...last.outcome, partitions, skipped, warnings };
  checkRows(last.to, outcome);
  return outcome;
}

/** Rows that were counted and those that are staged are the same. */
function checkRows({ run }: Destination, { partitions, tableCounts }: RunOutcome): void {
  for (const { name } of filledTables(run)) {
    const staged = linesOf(partitions.get(name));
    const counted = tableCounts[name]?.rows ?? staged;
    if (staged === counted || counted === 0) continue;
    throw new Error(`Rows of ${name} were lost: ${counted} were merged, ${staged} are staged.`);
  }
}

/** Records a day whose rows another one has published, or failed to. */
async function recordDay({ to, outcome }: StagedDay, { failure, report }: DayEnd): Promise<DayEnd> {
  const { run, store, warehouse } = to;
  const rejected = outcome.partitions.get(rejectedFile);
  const { callsApi } = pipelineSpecs[run.pipeline];
  const files = callsApi ? [await writeRejects(to, outcome)] : [];
  if (failure) {
    const failed = dayReport(run, outcome, files, failureOf(report.error));
    await recordFailure(to, failed, rejected);
    return { report: failed, failure };
  }
  const warnings = [...outcome.warnings, ...skippedWarnings(outcome.skipped)];
  const done = dayReport(run, { ...outcome, warnings }, files, await doneNow(run, store));
  const tables = warehouse ? await loadRecords(store, warehouse, done, rejected) : [];
  const recorded = { ...done, tables, finished_at: new Date().toISOString() };
  await writeReport(store, recorded);
  return { report: recorded };
}
