import type { KV } from "apache-beam/values";
import { csvHeader } from "../../../schemas/csv_header";
import type { TableSpec } from "../../../schemas/table";
import { allRecordTablesOf, tableNamed } from "../../../schemas/tables";
import { AsyncDoFn } from "../../beam/async_do_fn";
import { registerDoFns } from "../../beam/register";
import { counter, type Counter } from "../../beam/step";
import { log } from "../../core/log";
import { progress } from "../../core/progress";
import { pipelineSpecs } from "../../options/pipeline_spec";
import type { Run } from "../../run/run";
import { reportOf, writeReport, type ReportedFile, type RunReport } from "../../run/report";
import type { TableLoad, Warehouse } from "../../warehouses/warehouse";
import type { ObjectStore } from "../../storage/object_store";
import { openObjectStore } from "../../storage/open_object_store";
import { openWarehouse } from "../../warehouses/open_warehouse";
import { csvPath, rejectedPath } from "../../run/paths";
import type { AuditRecord, SortedPart } from "../../run/audit_record";
import { mergeParts } from "./merge_parts";
import { topMovers } from "../../run/top_movers";
import { checkAgainstPresent, checkRejects } from "./publish_checks";
import { recordLoads } from "./run_records";
import { reconcile, type RunOutcome } from "../../run/outcome";

const countNames = ["fetched", "rows", "duplicates", "rejects", "missing"] as const;

/** The run's counts as Beam counters: once, at the end, so that they add up as the report does. */
export type RunCounters = Readonly<Record<(typeof countNames)[number], Counter>>;

export function runCounters(): RunCounters {
  return Object.fromEntries(countNames.map((name) => [name, counter(name)])) as RunCounters;
}

/**
 * The one step that changes what readers see, on one worker, when all else is done: rejects first,
 * then the checks, and only then the CSV, the warehouse, and the report. Each change is whole or
 * not at all and can be repeated, so a run that dies in here is repaired by the next.
 */
export class PublishRun extends AsyncDoFn<
  KV<number, Iterable<{ record: AuditRecord }>>,
  RunReport,
  RunCounters
> {
  constructor(
    private readonly run: Run,
    private readonly tableName: string,
  ) {
    super();
  }

  async *processAsync(
    { value }: KV<number, Iterable<{ record: AuditRecord }>>,
    counters: RunCounters,
  ): AsyncGenerator<RunReport> {
    const { run } = this;
    const outcome = reconcile(Array.from(value, ({ record }) => record));
    const store = await openObjectStore(run.output, run.runId);
    const warehouse = await openWarehouse(run.warehouse, store);
    const files: ReportedFile[] = [];
    try {
      if (pipelineSpecs[run.pipeline].callsApi) files.push(await this.writeRejects(store, outcome));
      checkRejects(outcome.counts, run);
      const report = await this.publish(store, warehouse, outcome, files);
      await writeReport(store, report);
      await store.removeTemporary();
      for (const name of countNames) counters[name].increment(report.counts[name]);
      log.info({ pipeline: run.pipeline, ...report.counts, ...report.api }, "Run published.");
      yield report;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const report = this.report(outcome, { state: "FAILED", error: message, files, tables: [] });
      // That a run failed matters more than that its report could not be written.
      await writeReport(store, report).catch((unwritten: unknown) => {
        log.warn({ err: unwritten }, "The report of the failed run could not be written.");
      });
      await this.recordFailure(store, warehouse, outcome, report).catch((unwritten: unknown) => {
        log.warn({ err: unwritten }, "The failed run is not in the warehouse.");
      });
      throw error;
    } finally {
      await warehouse?.close();
    }
  }

  /** The CSV, and then the warehouse from that CSV, with the rejects and the run's own row. */
  private async publish(
    store: ObjectStore,
    warehouse: Warehouse | null,
    outcome: RunOutcome,
    files: ReportedFile[],
  ): Promise<RunReport> {
    const { run } = this;
    const table = tableNamed(this.tableName);
    await warehouse?.prepare(table, ...allRecordTablesOf(table));
    const { rows } = outcome.counts;
    const superseded = await checkAgainstPresent({ run, table, rows, store, warehouse });
    progress.emit("stage", { stage: "rows", planned: rows });
    const csv = await writeCsv(store, table, csvPath(table, run.snapshotDate), outcome.parts.rows);
    files.push(csv);
    progress.emit("stage", { stage: "rows", done: rows });
    const date = table.partitionBy === undefined ? {} : { date: run.snapshotDate };
    const replacement = { ...date, clear: superseded.rows };
    const own: TableLoad = { table, csv: { store, ...csv }, replacement };
    const report = this.report(outcome, { state: "DONE", files, tables: [] });
    const tables = warehouse ? await this.load(store, warehouse, outcome, report, own) : [];
    for (const path of superseded.files) if (path !== csv.path) await store.delete(path);
    return { ...report, tables, finished_at: new Date().toISOString() };
  }

  /** Loads the run's own table, if any, and what is kept of the run. @returns the tables' rows */
  private async load(
    store: ObjectStore,
    warehouse: Warehouse,
    { parts }: RunOutcome,
    report: RunReport,
    own?: TableLoad,
  ): Promise<RunReport["tables"]> {
    const hasRejects = report.files.some(({ path }) => path === rejectedPath(this.run));
    const rejected = hasRejects ? mergeParts(store, parts.rejected) : undefined;
    const records = await recordLoads(store, tableNamed(this.tableName), report, rejected);
    const loads = own ? [own, ...records] : records;
    const rows = await warehouse.loadAll(loads);
    return loads.map(({ table }, index) => ({ name: table.name, rows: rows[index] ?? 0 }));
  }

  /** What a failed run leaves in the warehouse: what it rejected, and why it failed. */
  private async recordFailure(
    store: ObjectStore,
    warehouse: Warehouse | null,
    outcome: RunOutcome,
    report: RunReport,
  ): Promise<void> {
    if (!warehouse) return;
    await warehouse.prepare(...allRecordTablesOf(tableNamed(this.tableName)));
    await this.load(store, warehouse, outcome, report);
  }

  private async writeRejects(store: ObjectStore, outcome: RunOutcome): Promise<ReportedFile> {
    const content = mergeParts(store, outcome.parts.rejected);
    const written = await store.write(rejectedPath(this.run), content, {
      contentType: "application/x-ndjson",
    });
    return { ...written, rows: outcome.counts.rejects };
  }

  private report(
    { counts, api, missingIds, warnings, movers }: RunOutcome,
    end: Pick<RunReport, "state" | "files" | "tables"> & { error?: string },
  ): RunReport {
    return {
      ...reportOf(this.run),
      ...end,
      finished_at: new Date().toISOString(),
      counts,
      api,
      missing_ids: missingIds.slice(0, 1_000),
      warnings,
      ...(pipelineSpecs[this.run.pipeline].reportsMovers ? { top_movers: topMovers(movers) } : {}),
    };
  }
}

async function writeCsv(
  store: ObjectStore,
  table: TableSpec,
  path: string,
  parts: readonly SortedPart[],
): Promise<ReportedFile> {
  const content = async function* (): AsyncGenerator<string> {
    yield csvHeader(table);
    yield* mergeParts(store, parts);
  };
  const rows = parts.reduce((sum, part) => sum + part.lines, 0);
  const metadata = { rows: String(rows) };
  const written = await store.write(path, content(), { contentType: "text/csv", metadata });
  return { ...written, rows };
}

registerDoFns("transforms/publish/publish_run", { PublishRun });
