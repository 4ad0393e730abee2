import { ActionableError } from "../core/actionable_error";
import type { PipelineName } from "../options/pipeline_spec";
import type { DayRuns } from "../run/day_runs";
import { checkDays } from "./check_days";
import { resultLines } from "./result_text";

/** The checks judge days that all of these have made. */
const judged: readonly PipelineName[] = ["date-dim", "market-snapshot", "asset-dim"];

/** Whether the runs of a command end with checks. */
export function areChecked(runs: readonly Pick<DayRuns, "pipeline" | "warehouse">[]): boolean {
  if (!runs[0]?.warehouse.startsWith("duckdb:")) return false;
  return judged.every((name) => runs.some(({ pipeline }) => pipeline === name));
}

/**
 * Checks the days that the runs of a command made in a DuckDB file. What it finds is said and kept, and
 * fails nothing: the runs are done. For BigQuery the DAG or the command `check` does it.
 */
export async function checkRuns(
  runs: readonly DayRuns[],
  onMessage: (line: string) => void,
): Promise<void> {
  const [run] = runs;
  if (!run || !areChecked(runs)) return;
  const { warehouse } = run;
  const days = [...new Set(runs.flatMap(({ dates }) => dates))].sort();
  try {
    await checkDays({ warehouse, otherWarehouses: [], maxBytes: Infinity }, days, {
      onDay: (date, results) => {
        resultLines(date, results).forEach(onMessage);
      },
      onNote: onMessage,
    });
  } catch (error) {
    if (!(error instanceof ActionableError)) throw error;
    onMessage(`The days were not checked: ${error.message}`);
  }
}
