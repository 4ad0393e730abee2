import type { KV } from "apache-beam/values";
import { recordTablesOf, tablesOf } from "../../../schemas/tables";
import { AsyncDoFn } from "../../beam/async_do_fn";
import { registerDoFns } from "../../beam/register";
import { counter, type Counter } from "../../beam/step";
import { log } from "../../core/log";
import { pipelineSpecs } from "../../options/pipeline_spec";
import { rejectedFile, type AuditRecord } from "../../run/audit_record";
import { reconcile, type RunOutcome } from "../../run/outcome";
import {
  readReport,
  reportOf,
  writeReport,
  type ReportedFile,
  type RunReport,
} from "../../run/report";
import type { Run } from "../../run/run";
import { filledTables } from "../../run/tables";
import { topMovers } from "../../run/top_movers";
import { openObjectStore } from "../../storage/open_object_store";
import { openWarehouse } from "../../warehouses/open_warehouse";
import { failureOf, recordFailure } from "./failed_run";
import { checkCurrency } from "./one_currency";
import { checkMarket, describedTables } from "./one_market";
import { checkMissing, checkRejects, checkTables } from "./publish_checks";
import {
  loadTables,
  writeCsv,
  writeParquet,
  writeRejects,
  type Destination,
  type WrittenTable,
} from "./publish_tables";
import { beginMarket, endMarket } from "./replace_market";
import { updateViews } from "./update_views";

const countNames = ["fetched", "rows", "duplicates", "rejects", "missing"] as const;

/** The run's counts as Beam counters: once, at the end, so that they add up as the report does. */
export type RunCounters = Readonly<Record<(typeof countNames)[number], Counter>>;

export function runCounters(): RunCounters {
  return Object.fromEntries(countNames.map((name) => [name, counter(name)])) as RunCounters;
}

/**
 * The one step that changes what readers see, on one worker, when all steps before it have ended.
 * Publishing is two-phase: the rows are staged in sorted partitions, the whole run is validated, and
 * only then published: the CSVs, the warehouse, and at last the report. Each change is atomic and
 * idempotent, so a run that dies in here is completed by the next.
 */
export class PublishRun extends AsyncDoFn<
  KV<number, Iterable<{ record: AuditRecord }>>,
  RunReport,
  RunCounters
> {
  constructor(private readonly run: Run) {
    super();
  }

  async *processAsync(
    { value }: KV<number, Iterable<{ record: AuditRecord }>>,
    counters: RunCounters,
  ): AsyncGenerator<RunReport> {
    const { run } = this;
    const [main] = filledTables(run);
    const outcome = reconcile(
      Array.from(value, ({ record }) => record),
      main.name,
    );
    const store = await openObjectStore(run.output, run.runId);
    const warehouse = await openWarehouse(run.warehouse, store);
    const to = { run, store, warehouse };
    try {
      // A runner repeats this step when its worker dies after it: the staged partitions are gone then.
      const published = await readReport(store, run);
      const isPublished = published?.run_id === run.runId && published.state === "DONE";
      const report = isPublished ? published : await this.publish(to, outcome);
      await store.removeTemporary();
      for (const name of countNames) counters[name].increment(report.counts[name]);
      log.info({ pipeline: run.pipeline, ...report.counts, ...report.api }, "Run published.");
      yield report;
    } finally {
      await warehouse?.close();
    }
  }

  /** Validates the run and publishes it; a run that fails leaves its report and its rejects. */
  private async publish(to: Destination, outcome: RunOutcome): Promise<RunReport> {
    const { run, store, warehouse } = to;
    const files: ReportedFile[] = [];
    const { callsApi } = pipelineSpecs[run.pipeline];
    try {
      const others = await checkMarket(run, store, warehouse);
      const replacesMarket = others.inOutput.length > 0;
      // They are no part of another market's data: that stays as it is unless all is replaced.
      if (callsApi && !replacesMarket) files.push(await writeRejects(to, outcome));
      checkRejects(outcome.counts, run);
      checkMissing(outcome, run);
      const beside = [...recordTablesOf(run.pipeline), ...tablesOf(run.pipeline).prepared];
      const prepared = new Set([...filledTables(run), ...beside, ...others.tables]);
      await warehouse?.prepare(...describedTables(run, [...prepared]));
      const superseded = await checkCurrency(run, store, warehouse);
      const { tables, warnings } = await checkTables(to, outcome);
      outcome = { ...outcome, warnings: [...outcome.warnings, ...warnings] };
      await beginMarket(to, others, this.report(outcome, files, failureOf(interrupted)));
      if (callsApi && replacesMarket) files.push(await writeRejects(to, outcome));
      const written: WrittenTable[] = [];
      for (const table of tables) {
        const csv = await writeCsv(to, table, outcome);
        const parquet = await writeParquet(to, table, csv);
        written.push({ table, csv });
        files.push(csv, ...(parquet ? [parquet] : []));
      }
      const report = this.report(outcome, files, { state: "DONE", finished_at: now() });
      const replaced = {
        tables: [...superseded.tables, ...others.tables],
        files: [...superseded.files, ...others.files],
      };
      const loaded = await loadTables(to, written, replaced, report, outcome);
      await updateViews(run, warehouse);
      const kept = new Set(files.map(({ path }) => path));
      for (const path of replaced.files) if (!kept.has(path)) await store.delete(path);
      await endMarket(to);
      const published = { ...report, tables: loaded, finished_at: now() };
      await writeReport(store, published);
      return published;
    } catch (error) {
      // The staged partitions stay: the runner may repeat this step.
      const report = this.report(outcome, files, failureOf(error));
      await recordFailure(to, report, outcome.partitions.get(rejectedFile));
      throw error;
    }
  }

  private report(
    { counts, tableCounts, api, missingIds, warnings, movers, movedContracts }: RunOutcome,
    files: readonly ReportedFile[],
    end: Pick<RunReport, "state" | "error" | "finished_at">,
  ): RunReport {
    const { reportsMovers, reportsMovedContracts } = pipelineSpecs[this.run.pipeline];
    return {
      ...reportOf(this.run),
      ...end,
      files,
      counts,
      table_counts: tableCounts,
      api,
      missing_ids: missingIds.slice(0, 1_000),
      warnings,
      ...(reportsMovedContracts ? { moved_contracts: movedContracts } : {}),
      ...(reportsMovers ? { top_movers: topMovers(movers) } : {}),
    };
  }
}

const interrupted =
  "The run was interrupted while it replaced another market's data; --force completes it.";

function now(): string {
  return new Date().toISOString();
}

registerDoFns("transforms/publish/publish_run", { PublishRun });
