import { parseDatasetName } from "../google/dataset_name";
import { DuckDbTarget } from "./duckdb_target";
import type { WarehouseChoice } from "./warehouse_arguments";
import type { QueryTarget } from "./query_target";

/** The warehouse that a query asks, `duckdb:FILE` or `bigquery:PROJECT.DATASET`. */
export async function openQueryTarget(
  { warehouse, otherWarehouses, maxBytes }: WarehouseChoice,
  onNote: (line: string) => void,
): Promise<QueryTarget> {
  const place = placeOf(warehouse);
  const name = parseDatasetName(place);
  if (!warehouse.startsWith("bigquery:") || name === undefined) {
    return DuckDbTarget.open(place, { otherFiles: otherWarehouses.map(placeOf), onWait: onNote });
  }
  // Google's client is loaded only where it is used.
  const { BigQueryTarget } = await import("./bigquery_target.js");
  return new BigQueryTarget(name.project, name.dataset, { maxBytes, onEstimate: onNote });
}

function placeOf(warehouse: string): string {
  return warehouse.slice(warehouse.indexOf(":") + 1);
}
