import { cryptoCheckResults } from "../../schemas/crypto_check_results";
import { countText } from "../core/text/count_text";
import { sizeText } from "../core/text/size_text";
import { dryRunOutput } from "../query/dry_run_output";
import { MissingTableError } from "../query/missing_table_error";
import { openQueryTarget } from "../query/open_query_target";
import type { QueryTarget } from "../query/query_target";
import type { CheckRequest } from "./check_arguments";
import { newestDay } from "./check_days";
import { type Check, readChecks } from "./check_file";

/**
 * What the command `check` would check, and where it would keep the results.
 * @throws ActionableError when the warehouse can't be read, or holds no snapshot
 */
export async function checkDryRun(request: CheckRequest): Promise<string> {
  const target = await openQueryTarget(request, () => undefined);
  try {
    const checks = readChecks();
    const days = await knownDays(request, target);
    const bytes = await bytesRead(target, checks, days ?? []);
    const { name } = cryptoCheckResults;
    const names = checks.map((check) => check.name);
    const report = { command: "check", warehouse: target.url, days, checks: names, bytes };
    return dryRunOutput({ ...report, results: name }, request.json, [
      ["warehouse", target.url],
      ["days", days?.join(", ") ?? "the newest snapshot, which is asked for then"],
      ["checks", `${countText(checks.length)} a day: ${names.join(", ")}`],
      ...(bytes === null ? [] : [["reads", sizeText(bytes)] as const]),
      ["results", `kept in ${name}, in place of earlier ones of these days`],
    ]);
  } finally {
    await target.close();
  }
}

/** The days to check; null where a query would have to say, which BigQuery bills. */
async function knownDays({ days }: CheckRequest, target: QueryTarget) {
  return days ?? (target.dialect === "duckdb" ? [await newestDay(target)] : null);
}

/** How much all checks would read; null where that is not known. */
async function bytesRead(
  target: QueryTarget,
  checks: readonly Check[],
  days: readonly string[],
): Promise<number | null> {
  const dataset = target.url.slice(target.url.indexOf(":") + 1);
  let sum: number | null = null;
  for (const date of days) {
    for (const check of checks) {
      try {
        const bytes = await target.check(check.sql(target.dialect, dataset, date));
        if (bytes !== null) sum = (sum ?? 0) + bytes;
      } catch (error) {
        // Other checks may do without the table, as in a run.
        if (!(error instanceof MissingTableError)) throw error;
      }
    }
  }
  return sum;
}
