import { createRequire } from "node:module";
import { ActionableError } from "../core/actionable_error";
import { parseDatasetName } from "../google/dataset_name";
import type { ObjectStore } from "../storage/object_store";
import type { Warehouse } from "./warehouse";

/**
 * The warehouse that `--warehouse` names: `duckdb:FILE`, `bigquery:PROJECT.DATASET`, or null for
 * `none`. Its library is loaded only then.
 * @param near the files' store: a dataset that is not there is created where it is.
 */
export function openWarehouse(warehouse: string, near?: ObjectStore): Promise<Warehouse | null> {
  if (warehouse === "none") return Promise.resolve(null);
  // By require, since the compiled tests run as CommonJS, where Jest has no import().
  const load = createRequire(__filename);
  const file = /^duckdb:(.+)$/.exec(warehouse)?.[1];
  if (file) {
    const { DuckDbWarehouse } = load("./duckdb/warehouse") as typeof import("./duckdb/warehouse");
    return Promise.resolve(new DuckDbWarehouse(file));
  }
  const name = parseDatasetName(/^bigquery:(.+)$/.exec(warehouse)?.[1] ?? "");
  if (name) {
    const module = load("./bigquery/warehouse") as typeof import("./bigquery/warehouse");
    return Promise.resolve(new module.BigQueryWarehouse(name.project, name.dataset, { near }));
  }
  throw new ActionableError(
    `--warehouse=${warehouse} names no warehouse.`,
    "Give duckdb:FILE, bigquery:PROJECT.DATASET or none.",
  );
}
