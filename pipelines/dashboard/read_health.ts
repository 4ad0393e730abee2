import { rejectTables } from "../../schemas/reject_tables";
import { runTables } from "../../schemas/run_tables";
import type { CheckColumns, RejectColumns, RunColumns } from "./page_data";
import { Columns, type DayRange, type TableReader } from "./table_reader";

export interface Health {
  readonly runs: RunColumns;
  readonly rejects: RejectColumns;
  readonly checks: CheckColumns | null;
  readonly updatedAt: string | null;
}

/** How the runs of these days went. */
export async function readHealth(reader: TableReader, range: DayRange): Promise<Health> {
  const runs = await readEach(reader, "runs", range, runTables);
  const started = runs.flatMap((columns) => columns.texts("started_at"));
  const finished = runs.flatMap((columns) => columns.texts("finished_at"));
  const texts = (name: string) => runs.flatMap((columns) => columns.texts(name));
  const optionalTexts = (name: string) => runs.flatMap((columns) => columns.optionalTexts(name));
  const counts = (name: string) => runs.flatMap((columns) => columns.counts(name));
  return {
    runs: {
      day: texts("snapshot_date"),
      pipeline: texts("pipeline"),
      source: texts("source"),
      state: texts("state"),
      error: optionalTexts("error"),
      seconds: finished.map((end, row) => secondsBetween(started[row] ?? "", end)),
      fetched: counts("fetched"),
      rows: counts("row_count"),
      duplicates: counts("duplicates"),
      rejects: counts("rejects"),
      missing: counts("missing"),
      calls: counts("api_requests"),
      retries: counts("api_retries"),
      rateLimited: counts("api_rate_limited"),
      warnings: optionalTexts("warnings"),
    },
    rejects: await readRejects(reader, range),
    checks: await readChecks(reader, range),
    updatedAt: newest(finished),
  };
}

/** The newest of instants, in one form for all warehouses. */
function newest(instants: readonly string[]): string | null {
  const times = instants.map((instant) => Date.parse(instant)).filter(Number.isFinite);
  return times.length === 0 ? null : new Date(Math.max(...times)).toISOString();
}

/** The same query of every pipeline's table that is there. */
async function readEach(
  reader: TableReader,
  name: string,
  range: DayRange,
  tables: readonly { readonly name: string }[],
): Promise<Columns[]> {
  const named = tables[0]?.name ?? "";
  const results: Columns[] = [];
  for (const { name: instead } of tables) {
    if (reader.has(instead)) results.push(await reader.read(name, range, { named, instead }));
  }
  return results;
}

async function readRejects(reader: TableReader, range: DayRange): Promise<RejectColumns> {
  const rejects = await readEach(reader, "rejects", range, rejectTables);
  return {
    pipeline: rejects.flatMap((columns) => columns.texts("pipeline")),
    field: rejects.flatMap((columns) => columns.optionalTexts("field")),
    reason: rejects.flatMap((columns) => columns.texts("reason")),
    elements: rejects.flatMap((columns) => columns.counts("elements")),
    lastDay: rejects.flatMap((columns) => columns.texts("last_day")),
  };
}

async function readChecks(reader: TableReader, range: DayRange): Promise<CheckColumns | null> {
  if (!reader.has("crypto_check_results")) return null;
  const columns = await reader.read("checks", range);
  return {
    day: columns.texts("snapshot_date"),
    check: columns.texts("check_name"),
    severity: columns.texts("severity"),
    passed: columns.flags("passed"),
    observed: columns.optionalTexts("observed"),
    expected: columns.optionalTexts("expected"),
    message: columns.optionalTexts("message"),
  };
}

function secondsBetween(start: string, end: string): number {
  const seconds = (Date.parse(end) - Date.parse(start)) / 1_000;
  return Number.isFinite(seconds) ? Math.round(seconds * 10) / 10 : 0;
}
