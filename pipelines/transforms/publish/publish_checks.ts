import type { TableSpec } from "../../../schemas/table";
import { ActionableError } from "../../core/actionable_error";
import type { Run } from "../../run/run";
import { readCsv } from "../../storage/csv/read_csv";
import type { ObjectStore } from "../../storage/object_store";
import { leastShareOfRows, leastShareText } from "../../options/limits";
import { csvFolder, csvPath, isCsvPath, rejectedPath } from "../../run/paths";
import type { Warehouse } from "../../warehouses/warehouse";
import type { Counts } from "../../run/audit_record";
import type { RunOutcome } from "../../run/outcome";
import { reportPath } from "../../run/report";

/** @throws ActionableError when there are too many rejects, or no rows */
export function checkRejects({ fetched, rows, rejects }: Counts, run: Run): void {
  const { maxRejects } = run;
  const allowed = "share" in maxRejects ? maxRejects.share * fetched : maxRejects.count;
  if (rejects > allowed) {
    const limit = "share" in maxRejects ? `${maxRejects.share * 100}%` : String(maxRejects.count);
    throw new ActionableError(
      `${rejects} of ${fetched} elements were rejected, more than --maxRejects=${limit} allows; nothing else was changed.`,
      `See ${rejectedPath(run)}; --refresh asks the API again, --maxRejects=N accepts more.`,
    );
  }
  if (rows === 0) {
    throw new ActionableError(
      "No rows: the source returned none of the requested coins; nothing was changed.",
      "Check --coins and --source.",
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

interface Present {
  readonly run: Run;
  readonly table: TableSpec;
  /** How many rows are about to be written. */
  readonly rows: number;
  readonly store: ObjectStore;
  readonly warehouse: Warehouse | null;
}

/**
 * Validates the staged rows against what is published: a date must not shrink, and an output and a
 * warehouse hold one currency.
 *
 * @throws ActionableError when the new data must not replace the old
 */
export async function checkAgainstPresent(present: Present): Promise<Superseded> {
  if (present.table.partitionBy === undefined) return nothingSuperseded;
  const superseded = await checkCurrency(present);
  if (!present.run.force) await checkShrinking(present);
  return superseded;
}

/** What a forced run replaces beside its own date, where output or warehouse hold something else. */
export interface Superseded {
  /** The tables whose other rows are deleted too. */
  readonly tables: readonly TableSpec[];
  /** The files to delete once the new ones are written. */
  readonly files: readonly string[];
}

export const nothingSuperseded: Superseded = { tables: [], files: [] };

/** @throws ActionableError when output or warehouse hold another currency and the run is not forced */
export async function checkCurrency({
  run,
  table,
  store,
  warehouse,
}: Omit<Present, "rows">): Promise<Superseded> {
  const foreign = (currency: string) => currency !== run.vsCurrency;
  const inTable = (await warehouse?.distinct(table, "vs_currency"))?.find(foreign);
  const inFiles = await otherCurrencyFiles(run, table, store);
  if (inTable === undefined && inFiles.length === 0) return nothingSuperseded;
  if (!run.force) {
    const [file] = inFiles;
    const [holder, currency] = file
      ? [`${store.url}/${file.path}`, file.currency]
      : [table.name, inTable ?? ""];
    throw new ActionableError(
      `${holder} holds prices in ${currency}, this run's are in ${run.vsCurrency}: an output and a warehouse hold one currency.`,
      "Use another --output (and --warehouse), or --force to replace all of it.",
    );
  }
  return {
    tables: inTable === undefined ? [] : [table],
    files: inFiles.map(({ path }) => path),
  };
}

async function otherCurrencyFiles(
  run: Run,
  table: TableSpec,
  store: ObjectStore,
): Promise<{ path: string; currency: string }[]> {
  const found: { path: string; currency: string }[] = [];
  for await (const { path } of store.list(csvFolder(table))) {
    if (!isCsvPath(table, path)) continue;
    const currency = await currencyOf(store, table, path);
    // All files hold one currency, so the first one decides; a forced run reads each.
    if (currency === run.vsCurrency && !run.force) return [];
    if (currency !== undefined && currency !== run.vsCurrency) found.push({ path, currency });
  }
  return found;
}

async function currencyOf(
  store: ObjectStore,
  table: TableSpec,
  path: string,
): Promise<string | undefined> {
  const content = await store.read(path);
  if (!content) return undefined;
  try {
    for await (const row of readCsv(table, content, `${store.url}/${path}`))
      return String(row.vs_currency);
  } finally {
    content.destroy();
  }
  return undefined;
}

async function checkShrinking({ run, table, rows, store, warehouse }: Present): Promise<void> {
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
