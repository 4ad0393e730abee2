import { tablesOf } from "../../../schemas/tables";
import type { DayRuns } from "../../run/day_runs";

/**
 * Which days one worker publishes, one after the other: those of one group. Days whose main table has
 * no partitions share that table, and those of a DuckDB file its one writer; all others are published
 * side by side.
 */
export function publishGroupOf(runs: DayRuns, date: string): string {
  return sharesTables(runs) || runs.warehouse.startsWith("duckdb:") ? "all days" : date;
}

/** Whether all days are in the same rows, and so are published at once. */
export function sharesTables({ pipeline }: Pick<DayRuns, "pipeline">): boolean {
  return tablesOf(pipeline).main.partitionBy === undefined;
}
