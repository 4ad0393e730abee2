import { ActionableError } from "../core/actionable_error";
import { parseDatasetName } from "../google/dataset_name";
import type { ObjectStore } from "../storage/object_store";
import type { Warehouse } from "./warehouse";

/**
 * The warehouse that `--warehouse` names: `duckdb:FILE`, `bigquery:PROJECT.DATASET`, or null for
 * `none`. Its library is loaded only then.
 * @param near the files' store: a dataset that is not there is created where it is.
 */
export async function openWarehouse(
  warehouse: string,
  near?: ObjectStore,
): Promise<Warehouse | null> {
  if (warehouse === "none") return null;
  const file = /^duckdb:(.+)$/.exec(warehouse)?.[1];
  if (file) {
    const { DuckDbWarehouse } = await import("./duckdb/warehouse.js");
    return new DuckDbWarehouse(file);
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
