import { basename } from "node:path";
import type { TableSpec } from "../../schemas/table";
import { recordTablesOf, tablesOf } from "../../schemas/tables";
import type { Run } from "../run/run";
import { filledTables } from "../run/tables";
import type { WarehouseReader } from "../warehouses/warehouse";
import type { PlannedTable } from "./dry_run_report";

/** A warehouse as far as it can be read. */
export interface ReadWarehouse {
  /** As on the command line. */
  readonly url: string;
  /** Null where it can't be read, or is not there. */
  readonly reader: WarehouseReader | null;
  /** Whether what the reader does not have is known to be missing. */
  readonly isKnown: boolean;
}

/**
 * The tables that a run would create or change, in the order in which it does.
 * @param superseded tables that a forced run clears of another market or currency
 */
export async function plannedTables(
  run: Run,
  warehouse: ReadWarehouse,
  superseded: readonly TableSpec[],
): Promise<PlannedTable[]> {
  if (warehouse.url === "none") return [];
  const cleared = new Set(superseded.map(({ name }) => name));
  const loaded = [...filledTables(run), ...recordTablesOf(run.pipeline)];
  const { prepared } = tablesOf(run.pipeline);
  const known = new Set([...loaded, ...prepared].map(({ name }) => name));
  const others = superseded.filter(({ name }) => !known.has(name));
  const tables: PlannedTable[] = [];
  for (const table of [...loaded, ...prepared, ...others]) {
    const keeps = !loaded.includes(table) && !cleared.has(table.name);
    const action = keeps ? "keep" : cleared.has(table.name) ? "delete_all" : undefined;
    tables.push(await plannedTable(warehouse, table, run.snapshotDate, action));
  }
  return tables;
}

/** A table of which the rows of a day are replaced, or all where it has no days; or as `action` says. */
export async function plannedTable(
  { url, reader, isKnown }: ReadWarehouse,
  table: TableSpec,
  date: string,
  action: PlannedTable["action"] = table.partitionBy === undefined ? "replace_all" : "replace_day",
): Promise<PlannedTable> {
  const exists = reader ? await reader.exists(table) : isKnown ? false : null;
  // BigQuery counts in a query, which is a job and is billed.
  const isCounted = exists === true && reader?.dialect === "duckdb" && action !== "keep";
  const day = action === "replace_day" ? date : undefined;
  const rows = isCounted ? await reader.countRows(table, day) : null;
  return { name: fullName(url, table.name), exists, action, rows };
}

/** As SQL names it: with project and dataset, or DuckDB's database and schema. */
function fullName(url: string, table: string): string {
  const [kind = "", place = ""] = url.split(/:(.*)/s);
  if (kind === "bigquery") return `${place}.${table}`;
  return `${basename(place).split(".")[0] ?? ""}.main.${table}`;
}
