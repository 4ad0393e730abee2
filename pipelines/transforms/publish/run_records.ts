import { csvHeader } from "../../../schemas/csv_header";
import { longestText, type RejectRow } from "../../../schemas/reject_tables";
import type { RunRow } from "../../../schemas/run_tables";
import type { TableSpec } from "../../../schemas/table";
import { tablesOf } from "../../../schemas/tables";
import { redact } from "../../core/text/redact";
import type { SortedPartition } from "../../run/audit_record";
import { linesOf } from "../../run/outcome";
import { csvPath, rejectedPath } from "../../run/paths";
import type { RunReport } from "../../run/report";
import { csvRecord } from "../../storage/csv/csv_record";
import type { Content, ObjectStore } from "../../storage/object_store";
import { temporaryPath } from "../../storage/object_path";
import type { TableLoad, Warehouse } from "../../warehouses/warehouse";
import type { RejectedRecord } from "../parse/reject";
import { mergePartitions } from "../stage/merge_partitions";

/**
 * Loads what a warehouse keeps of a run beside its rows: its rejects, where the report names their
 * file, and last of all the row that says how it ended.
 * @param rejected the run's rejects
 * @param beside what else the same step of the warehouse does: loads ahead of these, and the names of
 *   the tables whose other rows are deleted
 * @returns all these tables with their rows
 */
export async function loadRecords(
  store: ObjectStore,
  warehouse: Warehouse,
  report: RunReport,
  rejected: readonly SortedPartition[] = [],
  { before, cleared }: { before: readonly TableLoad[]; cleared: ReadonlySet<string> } = alone,
): Promise<RunReport["tables"]> {
  const path = rejectedPath({ pipeline: report.pipeline, snapshotDate: report.snapshot_date });
  const hasRejects = report.files.some((file) => file.path === path);
  const records = await recordLoads(store, report, hasRejects ? rejected : undefined);
  const loads = [
    ...before,
    ...records.map((load) => ({
      ...load,
      replacement: { ...load.replacement, clear: cleared.has(load.table.name) },
    })),
  ];
  const rows = await warehouse.loadAll(loads);
  return loads.map(({ table: { name } }, index) => ({ name, rows: rows[index] ?? 0 }));
}

const alone = { before: [], cleared: new Set<string>() };

/** @param rejected the lines of the rejected file, sorted; undefined where the run wrote none */
export async function recordLoads(
  store: ObjectStore,
  report: RunReport,
  rejected?: readonly SortedPartition[],
): Promise<TableLoad[]> {
  const { runs, rejects } = tablesOf(report.pipeline);
  const loads: TableLoad[] = [];
  if (rejects && rejected) {
    const content = rejectsCsv(rejects, mergePartitions(store, rejected));
    loads.push(await dayLoad(store, rejects, report, content, linesOf(rejected)));
  }
  // An error may quote what a server said, and that may quote the key.
  const content = csvHeader(runs) + redact(csvRecord(runs, runRow(report)));
  loads.push(await dayLoad(store, runs, report, content, 1));
  return loads;
}

/** The CSV is temporary: report and rejected file hold the same under the output. */
async function dayLoad(
  store: ObjectStore,
  table: TableSpec,
  { run_id, snapshot_date: date }: RunReport,
  content: Content,
  rows: number,
): Promise<TableLoad> {
  const metadata = { rows: String(rows) };
  const path = temporaryPath(run_id, `${table.name}.csv`);
  const { sha256 } = await store.write(path, content, { contentType: "text/csv", metadata });
  return { table, csv: { store, path, rows, sha256 }, replacement: { date } };
}

function runRow({ counts, api, files, warnings, ...report }: RunReport): RunRow {
  const { main } = tablesOf(report.pipeline);
  const csv = files.find(({ path }) => path === csvPath(main, report.snapshot_date));
  return {
    snapshot_date: report.snapshot_date,
    pipeline: report.pipeline,
    run_id: report.run_id,
    source: report.source,
    state: report.state,
    error: report.error ?? null,
    started_at: report.started_at,
    finished_at: report.finished_at,
    fetched: counts.fetched,
    row_count: counts.rows,
    duplicates: counts.duplicates,
    rejects: counts.rejects,
    missing: counts.missing,
    api_requests: api.requests,
    api_from_archive: api.from_archive,
    api_retries: api.retries,
    api_rate_limited: api.rate_limited,
    csv_path: csv?.path ?? null,
    csv_bytes: csv?.bytes ?? null,
    csv_sha256: csv?.sha256 ?? null,
    warnings: warnings.join("\n"),
  };
}

async function* rejectsCsv(table: TableSpec, texts: AsyncIterable<string>): AsyncGenerator<string> {
  yield csvHeader(table);
  let line = 0;
  for await (const text of texts) {
    for (const json of text.trimEnd().split("\n")) {
      const record = JSON.parse(json) as RejectedRecord;
      const row: RejectRow = {
        ...record,
        line: ++line,
        asset_id: record.asset_id && shortened(record.asset_id),
        raw: shortened(record.raw),
      };
      yield csvRecord(table, row);
    }
  }
}

/** Never ends in a lone surrogate. */
function shortened(text: string): string {
  return text.slice(0, longestText).replace(/\p{Surrogate}$/u, "");
}
