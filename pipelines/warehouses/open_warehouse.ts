import { ActionableError } from "../core/actionable_error";
import { parseDatasetName } from "../google/dataset_name";
import type { ObjectStore } from "../storage/object_store";
import type { Warehouse, WarehouseReader } from "./warehouse";

export interface WarehouseOptions {
  /** The files' store: a dataset that is not there is created where it is. */
  readonly near?: ObjectStore;
  /** Whether many loads follow each other, with `release` now and then. */
  readonly loadsMany?: boolean;
}

/**
 * The warehouse that `--warehouse` names: `duckdb:FILE`, `bigquery:PROJECT.DATASET`, or null for
 * `none`. Its library is loaded only then.
 */
export async function openWarehouse(
  warehouse: string,
  { near, loadsMany = false }: WarehouseOptions = {},
): Promise<Warehouse | null> {
  if (warehouse === "none") return null;
  const file = duckDbFile(warehouse);
  if (file !== undefined) {
    const { DuckDbWarehouse } = await import("./duckdb/warehouse.js");
    return new DuckDbWarehouse(file, { loadsMany });
  }
  const name = parseDatasetName(/^bigquery:(.+)$/.exec(warehouse)?.[1] ?? "");
  if (name) {
    const { BigQueryWarehouse } = await import("./bigquery/warehouse.js");
    return new BigQueryWarehouse(name.project, name.dataset, { near });
  }
  throw new ActionableError(
    `--warehouse=${warehouse} names no warehouse.`,
    "Give duckdb:FILE, bigquery:PROJECT.DATASET or none.",
  );
}

/**
 * The same for reading only: null also for a DuckDB file that is not there, which is not created.
 * @throws ActionableError where it could not be written to or created
 */
export async function openWarehouseToRead(warehouse: string): Promise<WarehouseReader | null> {
  const file = duckDbFile(warehouse);
  if (file === undefined) return openWarehouse(warehouse);
  const { findDuckDbFile } = await import("./duckdb/file.js");
  if (!(await findDuckDbFile(file))) return null;
  const { DuckDbWarehouse } = await import("./duckdb/warehouse.js");
  return new DuckDbWarehouse(file, { isReadOnly: true });
}

function duckDbFile(warehouse: string): string | undefined {
  return /^duckdb:(.+)$/.exec(warehouse)?.[1];
}
