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

/** @throws ActionableError when more elements of a table were rejected than the run allows */
export function checkRejects({ fetched, rejects }: TableCounts, run: Run): void {
  const { maxRejects } = run;
  const allowed = "share" in maxRejects ? maxRejects.share * fetched : maxRejects.count;
  if (rejects > allowed) {
    const limit = "share" in maxRejects ? `${maxRejects.share * 100}%` : String(maxRejects.count);
    throw new ActionableError(
      `${rejects} of ${fetched} elements were rejected, more than --maxRejects=${limit} allows; nothing else was changed.`,
      `See ${rejectedPath(run)}; --refresh asks the API again, --maxRejects=N accepts more.`,
    );
  }
}

/** @throws ActionableError when more coins are missing than the run allows */
export function checkMissing({ counts: { missing }, listed }: RunOutcome, run: Run): void {
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
 * table is left as it was, with a warning.
 *
 * @throws ActionableError when the new rows of the main table must not replace the old
 */
export async function checkTables(
  to: Destination,
  outcome: RunOutcome,
): Promise<{ readonly tables: readonly TableSpec[]; readonly warnings: readonly string[] }> {
  const [main, ...further] = filledTables(to.run);
  checkRows(outcome.counts);
  if (!to.run.force) await checkShrinking(to, main, outcome.counts);
  const tables = [main];
  const warnings: string[] = [];
  for (const table of further) {
    const reason = await reasonToSkip(to, table, outcome);
    if (reason === undefined) tables.push(table);
    else warnings.push(`The table ${table.name} was left as it was: ${reason}`);
  }
  return { tables, warnings };
}

async function reasonToSkip(
  to: Destination,
  table: TableSpec,
  { tableCounts, skipped }: RunOutcome,
): Promise<string | undefined> {
  const reason = skipped.get(table.name);
  if (reason !== undefined) return reason;
  const counts = tableCounts[table.name] ?? noTableCounts;
  try {
    checkRejects(counts, to.run);
    if (table.partitionBy === undefined) return undefined;
    if (counts.rows === 0) return "the source returned no rows for it.";
    if (!to.run.force) await checkShrinking(to, table, counts);
  } catch (error) {
    if (error instanceof ActionableError) return error.message;
    throw error;
  }
  return undefined;
}

function checkRows({ rows }: TableCounts): void {
  if (rows > 0) return;
  throw new ActionableError(
    "No rows: the source returned none of the requested coins; nothing was changed.",
    "Check --coins and --source.",
  );
}

/** A date of a partitioned table must not shrink. */
async function checkShrinking(
  { run, store, warehouse }: Destination,
  table: TableSpec,
  { rows }: TableCounts,
): Promise<void> {
  if (table.partitionBy === undefined) return;
  const path = csvPath(table, run.snapshotDate);
  const inTable = (await warehouse?.countRows(table, run.snapshotDate)) ?? 0;
  const inFile = await countCsvRows(store, table, path);
  const present = Math.max(inTable, inFile);
  if (rows >= present * leastShareOfRows) return;
  throw new ActionableError(
    `${run.snapshotDate} holds ${present} rows and would be replaced by ${rows}, less than ${leastShareText}; nothing was changed.`,
    "Check --coins and the source; --force replaces it all the same.",
  );
}

async function countCsvRows(store: ObjectStore, table: TableSpec, path: string): Promise<number> {
  const content = await store.read(path);
  if (!content) return 0;
  const reader = readCsv(table, content, `${store.url}/${path}`)[Symbol.asyncIterator]();
  let rows = 0;
  while (!(await reader.next()).done) rows++;
  return rows;
}
