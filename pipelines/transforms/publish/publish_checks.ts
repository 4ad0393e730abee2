import type { TableSpec } from "../../../schemas/table";
import { ActionableError } from "../../core/actionable_error";
import type { Run } from "../../run/run";
import { readCsv } from "../../storage/csv/read_csv";
import type { ObjectStore } from "../../storage/object_store";
import { leastShareOfRows, leastShareText } from "../../options/limits";
import { csvPath, rejectedPath } from "../../run/paths";
import type { TableCounts } from "../../run/audit_record";
import type { RunOutcome } from "../../run/outcome";
import { noTableCounts, reportPath } from "../../run/report";
import { filledTables } from "../../run/tables";
import type { Destination } from "./publish_tables";

/**
 * @param unknownCoins how many of the rejects are coins that the source does not know: a share of a few
 *   coins would allow none, and say nothing of the answers to the others
 * @throws ActionableError when more elements of the main table were rejected than the run allows
 */
export function checkRejects(
  counts: Pick<TableCounts, "fetched" | "rejects">,
  run: Run,
  unknownCoins = 0,
): void {
  const excused = "share" in run.maxRejects ? unknownCoins : 0;
  const problem = rejectsProblem({ ...counts, rejects: counts.rejects - excused }, run);
  if (problem === undefined) return;
  throw new ActionableError(
    `${problem}; nothing else was changed.`,
    `See ${rejectedPath(run)}; --refresh asks the API again, --maxRejects=N accepts more.`,
  );
}

/** @param atLeast how many rejects are allowed in any case */
function rejectsProblem(
  { fetched, rejects }: Pick<TableCounts, "fetched" | "rejects">,
  { maxRejects }: Run,
  atLeast = 0,
): string | undefined {
  const isShare = "share" in maxRejects;
  const allowed = isShare ? maxRejects.share * fetched : maxRejects.count;
  if (rejects <= Math.max(allowed, atLeast)) return undefined;
  const limit = isShare ? `${maxRejects.share * 100}%` : String(maxRejects.count);
  return `${rejects} of ${fetched} elements were rejected, more than --maxRejects=${limit} allows`;
}

/** @throws ActionableError when more coins are missing than the run allows */
export function checkMissing(
  {
    counts: { missing },
    listed,
  }: { readonly counts: Pick<RunOutcome["counts"], "missing">; readonly listed: number },
  run: Run,
): void {
  const { maxMissing } = run;
  const isShare = "share" in maxMissing;
  const allowed = isShare
    ? Math.max(maxMissing.atLeast, maxMissing.share * listed)
    : maxMissing.count;
  if (missing <= allowed) return;
  const limit = isShare ? `${maxMissing.share * 100}%` : String(maxMissing.count);
  const cure =
    run.coins.kind === "top"
      ? "If the market has no more coins, use --coins=all"
      : `See missing_ids in ${reportPath(run)}; --refresh asks the API again`;
  throw new ActionableError(
    `${missing} of ${listed} coins are missing, more than --maxMissing=${limit} allows; nothing else was changed.`,
    `${cure}, --maxMissing=N accepts more.`,
  );
}

/**
 * The tables that the run is to publish. What keeps its main table from that fails the run; a further
 * table is left as it was: those, with the reason, are skipped.
 *
 * @throws ActionableError when the new rows of the main table must not replace the old
 */
export async function checkTables(
  to: Destination,
  outcome: RunOutcome,
): Promise<{ readonly tables: readonly TableSpec[]; readonly skipped: RunOutcome["skipped"] }> {
  const [main, ...further] = filledTables(to.run);
  // A day of a history without any price stays as it was: see FailUnlessDone.
  if (to.run.history && outcome.counts.rows === 0) return { tables: [], skipped: new Map() };
  checkRows(outcome.counts);
  await checkShrinking(to, main, outcome.counts);
  const tables = [main];
  const skipped = new Map<string, string>();
  for (const table of further) {
    const reason = await reasonToSkip(to, table, outcome);
    if (reason === undefined) tables.push(table);
    else skipped.set(table.name, reason);
  }
  return { tables, skipped };
}

/** What a person is told of tables that were left as they were; each reason is a sentence. */
export function skippedWarnings(skipped: RunOutcome["skipped"]): string[] {
  return [...skipped].map(([table, reason]) => `The table ${table} was left as it was: ${reason}`);
}

async function reasonToSkip(
  to: Destination,
  table: TableSpec,
  { tableCounts, skipped }: RunOutcome,
): Promise<string | undefined> {
  const reason = skipped.get(table.name);
  if (reason !== undefined) return reason;
  const counts = tableCounts[table.name] ?? noTableCounts;
  // A share of a small table would allow none, and one bad element cost all the others.
  const few = (1 - leastShareOfRows) * counts.fetched;
  const rejects = rejectsProblem(counts, to.run, few);
  if (rejects !== undefined) return `${rejects}; see ${rejectedPath(to.run)}.`;
  if (table.partitionBy === undefined) return undefined;
  if (counts.rows === 0) return "the source returned no rows for it.";
  const shrinking = await shrinkingProblem(to, table, counts);
  return shrinking && `${shrinking}; --force replaces it all the same.`;
}

function checkRows({ rows }: TableCounts): void {
  if (rows === 0) throw noRows();
}

export function noRows(): ActionableError {
  return new ActionableError(
    "No rows: the source returned none of the requested coins; nothing was changed.",
    "Check --coins and --source.",
  );
}

/** @throws ActionableError when a date of the main table would shrink, unless the run is forced */
async function checkShrinking(
  to: Destination,
  main: TableSpec,
  counts: TableCounts,
): Promise<void> {
  const problem = await shrinkingProblem(to, main, counts);
  if (problem === undefined) return;
  throw new ActionableError(
    `${problem}; nothing was changed.`,
    "Check --coins and the source; --force replaces it all the same.",
  );
}

/** A date of a partitioned table must not shrink. */
async function shrinkingProblem(
  { run, store, warehouse }: Destination,
  table: TableSpec,
  { rows }: TableCounts,
): Promise<string | undefined> {
  if (table.partitionBy === undefined || run.force) return undefined;
  const path = csvPath(table, run.snapshotDate);
  const inTable = (await warehouse?.countRows(table, run.snapshotDate)) ?? 0;
  const inFile = await countCsvRows(store, table, path);
  const present = Math.max(inTable, inFile);
  if (rows >= present * leastShareOfRows) return undefined;
  return `${run.snapshotDate} holds ${present} rows and would be replaced by ${rows}, less than ${leastShareText}`;
}

async function countCsvRows(store: ObjectStore, table: TableSpec, path: string): Promise<number> {
  const content = await store.read(path);
  if (!content) return 0;
  const reader = readCsv(table, content, `${store.url}/${path}`)[Symbol.asyncIterator]();
  let rows = 0;
  while (!(await reader.next()).done) rows++;
  return rows;
}
