import type { KV } from "apache-beam/values";
import { AsyncDoFn } from "../../beam/async_do_fn";
import { registerDoFns } from "../../beam/register";
import { counter, type Counter } from "../../beam/step";
import { collectGarbage, garbageCollection } from "../../core/collect_garbage";
import { concurrently } from "../../core/concurrently";
import { log } from "../../core/log";
import type { AuditRecord } from "../../run/audit_record";
import { type DayRuns, dayRun } from "../../run/day_runs";
import { reconcile } from "../../run/outcome";
import { readReport } from "../../run/report";
import { filledTables } from "../../run/tables";
import { openObjectStore } from "../../storage/open_object_store";
import { openWarehouse } from "../../warehouses/open_warehouse";
import type { Warehouse } from "../../warehouses/warehouse";
import type { EndedDay } from "./fail_unless_done";
import { type DayEnd, publishDay } from "./publish_day";
import { sharesTables } from "./publish_group";
import { publishTogether, type StagedDay } from "./publish_together";
import { updateViews } from "./update_views";

const countNames = ["fetched", "rows", "duplicates", "rejects", "missing"] as const;

/** The counts of all days as Beam counters: once, at the end, so that they add up as the reports do. */
export type RunCounters = Readonly<Record<(typeof countNames)[number], Counter>>;

export function runCounters(): RunCounters {
  return Object.fromEntries(countNames.map((name) => [name, counter(name)])) as RunCounters;
}

/**
 * After so many rows memory is given back. A row group of DuckDB: less of one is written again by the
 * next checkpoint (https://duckdb.org/docs/stable/internals/storage).
 */
const rowsBetweenReleases = 122_880;

/**
 * A day's CSV is written while the warehouse loads the one before. Not of a forced run, which may delete
 * all rows but its own, and not of days that are in the same rows: those are published together.
 */
function daysAtOnce(runs: DayRuns): number {
  return runs.force || sharesTables(runs) ? 1 : 2;
}

type Audited = KV<string, Iterable<{ readonly record: AuditRecord }>>;

/**
 * The one step that changes what readers see, on one worker a group of days, when all steps before it
 * have ended. Publishing is two-phase: the rows are staged in sorted partitions, a whole day is
 * validated, and only then published. Each change is atomic and idempotent, so a day that dies in here
 * is completed by the next run.
 */
export class PublishDays extends AsyncDoFn<Audited, EndedDay, RunCounters> {
  constructor(private readonly runs: DayRuns) {
    super();
  }

  async *processAsync({ value }: Audited, counters: RunCounters): AsyncGenerator<EndedDay> {
    const days = byDay(value);
    const store = await openObjectStore(this.runs.output, this.runs.runId);
    const loadsMany = this.runs.dates.length > 1;
    const warehouse = await openWarehouse(this.runs.warehouse, { near: store, loadsMany });
    try {
      let latest: string | undefined;
      for await (const { report, failure } of this.publish(days, warehouse)) {
        for (const name of countNames) counters[name].increment(report.counts[name]);
        const { pipeline, snapshot_date, state, skipped_tables = [] } = report;
        const counted = { ...report.counts, ...report.api, skipped_tables: skipped_tables.length };
        const about = { pipeline, snapshot_date, ...counted };
        if (state === "DONE") {
          log.info(about, "Run published.");
          if (latest === undefined || latest < snapshot_date) latest = snapshot_date;
        }
        yield { run: 0, report, ...(failure && { failure }) };
      }
      if (latest !== undefined) await updateViews(dayRun(this.runs, latest), warehouse);
    } finally {
      await warehouse?.close();
    }
  }

  private async *publish(
    audit: ReadonlyMap<string, readonly AuditRecord[]>,
    warehouse: Warehouse | null,
  ): AsyncGenerator<DayEnd> {
    const together: StagedDay[] = [];
    const publishOne = async ([date, records]: [string, readonly AuditRecord[]]) => {
      const day = await this.staged(date, records, warehouse);
      const { run, store } = day.to;
      // A runner repeats this step when its worker dies after it: the staged partitions are gone then.
      const published = await readReport(store, run);
      if (published?.run_id === run.runId && published.state === "DONE") {
        return { report: published };
      }
      if (sharesTables(run) && !day.outcome.failure) {
        together.push(day);
        return null;
      }
      const end = await publishDay(day.to, day.outcome);
      if (!end.failure) await store.removeTemporary();
      return end;
    };
    const days = [...audit].sort(([a], [b]) => (a < b ? -1 : 1));
    if (days.length > 1) collectGarbage(); // What the steps before have left.
    const collect = garbageCollection();
    let loaded = 0;
    for await (const end of concurrently(days, daysAtOnce(this.runs), publishOne)) {
      if (!end) continue;
      yield end;
      const { rows } = end.report.counts;
      collect(rows);
      loaded += rows;
      if (loaded < rowsBetweenReleases) continue;
      collectGarbage(); // The checkpoint takes memory for a row group.
      await warehouse?.release?.();
      loaded = 0;
    }
    yield* publishTogether(together);
    for (const { to } of together) await to.store.removeTemporary();
  }

  private async staged(
    date: string,
    records: readonly AuditRecord[],
    warehouse: Warehouse | null,
  ): Promise<StagedDay> {
    const run = dayRun(this.runs, date);
    const [main] = filledTables(run);
    const store = await openObjectStore(run.output, run.runId);
    return { to: { run, store, warehouse }, outcome: reconcile(records, main.name) };
  }
}

function byDay(value: Iterable<{ readonly record: AuditRecord }>): Map<string, AuditRecord[]> {
  const days = new Map<string, AuditRecord[]>();
  for (const { record } of value) {
    const records = days.get(record.date);
    if (records) records.push(record);
    else days.set(record.date, [record]);
  }
  return days;
}

registerDoFns("transforms/publish/publish_days", { PublishDays });
