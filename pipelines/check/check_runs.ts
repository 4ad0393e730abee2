import { ActionableError } from "../core/actionable_error";
import type { PipelineName } from "../options/pipeline_spec";
import type { Run } from "../run/run";
import { checkDays } from "./check_days";
import { resultLines } from "./result_text";

/** The checks judge a day that all of these have made. */
const judged: readonly PipelineName[] = ["date-dim", "market-snapshot", "asset-dim"];

/** Whether the runs of a command end with checks. */
export function areChecked(runs: readonly Run[]): boolean {
  if (!runs[0]?.warehouse.startsWith("duckdb:")) return false;
  return judged.every((name) => runs.some(({ pipeline }) => pipeline === name));
}

/**
 * Checks the day that the runs of a command made in a DuckDB file. What it finds is said and kept, and
 * fails nothing: the runs are done. For BigQuery the DAG or the command `check` does it.
 */
export async function checkRuns(
  runs: readonly Run[],
  onMessage: (line: string) => void,
): Promise<void> {
  const [run] = runs;
  if (!run || !areChecked(runs)) return;
  const { warehouse, snapshotDate } = run;
  try {
    await checkDays({ warehouse, otherWarehouses: [], maxBytes: Infinity }, [snapshotDate], {
      onDay: (date, results) => {
        resultLines(date, results).forEach(onMessage);
      },
      onNote: onMessage,
    });
  } catch (error) {
    if (!(error instanceof ActionableError)) throw error;
    onMessage(`The day was not checked: ${error.message}`);
  }
}
