import type { TableSpec } from "../../../schemas/table";
import { tables } from "../../../schemas/tables";
import { ActionableError } from "../../core/actionable_error";
import { csvFolder, isCsvPath, parquetPath } from "../../run/paths";
import type { Run } from "../../run/run";
import { filledTables } from "../../run/tables";
import { readCsv } from "../../storage/csv/read_csv";
import type { ObjectStore } from "../../storage/object_store";
import type { WarehouseReader } from "../../warehouses/warehouse";

/** What a forced run replaces beside its own date, where output or warehouse hold something else. */
export interface Superseded {
  /** The tables whose other rows are deleted too. */
  readonly tables: readonly TableSpec[];
  /** The files to delete once the new ones are written. */
  readonly files: readonly string[];
}

export const nothingSuperseded: Superseded = { tables: [], files: [] };

/**
 * An output and a warehouse hold one currency, in all tables that have one.
 * @throws ActionableError when output or warehouse hold another currency and the run is not forced
 */
export async function checkCurrency(
  run: Run,
  store: ObjectStore,
  warehouse: WarehouseReader | null,
): Promise<Superseded> {
  if (!filledTables(run).some(hasCurrency)) return nothingSuperseded;
  const superseded = { tables: [] as TableSpec[], files: [] as string[] };
  for (const table of tables.filter(hasCurrency)) {
    const inFiles = await otherCurrencyFiles(run, table, store);
    const inTable = await otherCurrency(run, table, warehouse);
    const [file] = inFiles;
    if (file && !run.force) throw otherCurrencyError(`${store.url}/${file.path}`, file, run);
    if (inTable && !run.force) throw otherCurrencyError(table.name, inTable, run);
    if (inTable) superseded.tables.push(table);
    superseded.files.push(...inFiles.flatMap(({ path }) => [path, parquetPath(path)]));
  }
  return superseded;
}

function hasCurrency({ columns }: TableSpec): boolean {
  return columns.some(({ name }) => name === "vs_currency");
}

function otherCurrencyError(
  holder: string,
  { currency }: { readonly currency: string },
  run: Run,
): ActionableError {
  return new ActionableError(
    `${holder} holds prices in ${currency}, this run's are in ${run.vsCurrency}: an output and a warehouse hold one currency.`,
    "Use another --output (and --warehouse), or --force to replace all of it.",
  );
}

async function otherCurrency(
  run: Run,
  table: TableSpec,
  warehouse: WarehouseReader | null,
): Promise<{ readonly currency: string } | undefined> {
  if (!warehouse || !(await warehouse.exists(table))) return undefined;
  const held = await warehouse.distinct(table, "vs_currency");
  const currency = held.find((candidate) => candidate !== run.vsCurrency);
  return currency === undefined ? undefined : { currency };
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
