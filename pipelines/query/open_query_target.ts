import type { BigQueryTargetOptions } from "./bigquery_target";
import { DuckDbTarget } from "./duckdb_target";
import type { QueryTarget } from "./query_target";
import { QueryUsageError } from "./query_arguments";

/** The warehouse that `duckdb:FILE` or `bigquery:PROJECT.DATASET` names. */
export async function openQueryTarget(
  warehouse: string,
  options: BigQueryTargetOptions,
): Promise<QueryTarget> {
  const file = /^duckdb:(.+)$/s.exec(warehouse)?.[1];
  if (file !== undefined) return DuckDbTarget.open(file);
  const [, project, dataset] = /^bigquery:(.+)\.(\w+)$/.exec(warehouse) ?? [];
  if (project === undefined || dataset === undefined) {
    throw new QueryUsageError(`--warehouse=${warehouse}: write bigquery:PROJECT.DATASET.`);
  }
  // Google's client is loaded only where it is used.
  const { BigQueryTarget } = await import("./bigquery_target.js");
  return new BigQueryTarget(project, dataset, options);
}
