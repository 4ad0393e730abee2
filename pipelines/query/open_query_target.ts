import { parseDatasetName } from "../google/dataset_name";
import { DuckDbTarget } from "./duckdb_target";
import type { QueryTarget } from "./query_target";

/** A warehouse to ask, `duckdb:FILE` or `bigquery:PROJECT.DATASET`. */
export interface Asked {
  readonly warehouse: string;
  /** Default warehouses of other sources, where nothing but a default names this one. */
  readonly otherWarehouses: readonly string[];
  /** BigQuery refuses a query that would read more. */
  readonly maxBytes: number;
}

/** Opens it, for reading only. */
export async function openQueryTarget(
  { warehouse, otherWarehouses, maxBytes }: Asked,
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
