import { mapConcurrently } from "../core/concurrently";
import { MissingTableError } from "../query/missing_table_error";
import type { QueryTarget } from "../query/query_target";
import type { Check } from "./check_file";
import { type CheckResult, checkResult, failedCheck, type Finding } from "./check_result";

/** How many queries run at once: BigQuery takes a second for each, DuckDB has one connection. */
const limits = { bigquery: 8, duckdb: 1 } as const;

/** Makes the checks of a day on a warehouse that is only read. */
export async function runChecks(
  target: QueryTarget,
  checks: readonly Check[],
  date: string,
): Promise<CheckResult[]> {
  return mapConcurrently(checks, limits[target.dialect], async (check) => {
    const runAt = new Date().toISOString();
    try {
      return checkResult(check, date, await findingOf(target, check, date), runAt);
    } catch (error) {
      // Other checks may do without the table.
      if (!(error instanceof MissingTableError)) throw error;
      return failedCheck(check, date, error.message, runAt);
    }
  });
}

async function findingOf(target: QueryTarget, check: Check, date: string): Promise<Finding> {
  const dataset = target.url.slice(target.url.indexOf(":") + 1);
  const { rows } = await target.run(check.sql(target.dialect, dataset, date));
  for await (const [row] of rows) {
    if (row === undefined) continue;
    const [observed = null, passed = null] = row;
    return { observed: observed === null ? null : Number(observed), passed: passed === true };
  }
  throw new Error(`The check ${check.name} answered no row.`);
}
