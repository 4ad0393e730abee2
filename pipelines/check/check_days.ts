import { ActionableError } from "../core/actionable_error";
import { type Asked, openQueryTarget } from "../query/open_query_target";
import type { QueryTarget } from "../query/query_target";
import { readChecks } from "./check_file";
import type { CheckResult } from "./check_result";
import { keepResults } from "./keep_results";
import { runChecks } from "./run_checks";

export interface DayChecks {
  readonly onDay: (date: string, results: readonly CheckResult[]) => void;
  /** A line about what is not as it should be. */
  readonly onNote: (line: string) => void;
}

/**
 * Makes all checks of some days, and keeps their results.
 * @param days the newest snapshot where none is given
 * @throws ActionableError when the warehouse can't be read, or holds no snapshot
 */
export async function checkDays(
  asked: Asked,
  days: readonly string[] | null,
  { onDay, onNote }: DayChecks,
): Promise<void> {
  const found = new Map<string, readonly CheckResult[]>();
  const target = await openQueryTarget(asked, () => undefined);
  let holdsSample = false;
  try {
    const checks = readChecks();
    for (const date of days ?? [await newestDay(target)]) {
      const results = await runChecks(target, checks, date);
      found.set(date, results);
      onDay(date, results);
    }
    holdsSample = await target.holdsSample();
  } finally {
    await target.close();
  }
  try {
    await keepResults(asked.warehouse, found, holdsSample);
  } catch (error) {
    if (!(error instanceof ActionableError)) throw error;
    onNote(`The results are not kept in ${target.url}: ${error.message}`);
  }
}

/** @throws ActionableError when the warehouse holds no snapshot */
export async function newestDay(target: QueryTarget): Promise<string> {
  const { rows } = await target.run(
    `SELECT CAST(MAX(snapshot_date) AS STRING) AS newest FROM crypto_market_snapshot_fact
     WHERE snapshot_date >= DATE '0001-01-01'`,
  );
  for await (const [row] of rows) {
    const [newest] = row ?? [];
    if (typeof newest === "string") return newest;
  }
  throw new ActionableError(
    `${target.url} holds no snapshot.`,
    "Run market-snapshot first, or name a day with --snapshotDate.",
  );
}
