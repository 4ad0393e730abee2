import type { CheckResultRow } from "../../schemas/crypto_check_results";
import type { Check } from "./check_file";

/** What a check found of a day: a row of crypto_check_results. */
export type CheckResult = Readonly<CheckResultRow>;

export interface Finding {
  readonly passed: boolean;
  readonly observed: number | null;
}

export function checkResult(
  check: Check,
  date: string,
  { passed, observed }: Finding,
  runAt: string,
): CheckResult {
  const message = check.message
    .replaceAll("{observed}", observed === null ? "no" : numberText(observed))
    .replaceAll("{date}", date);
  return resultOf(check, date, { passed, observed, message: passed ? null : message }, runAt);
}

/** Of a check that could not be made: nothing vouches for the day. */
export function failedCheck(
  check: Check,
  date: string,
  reason: string,
  runAt: string,
): CheckResult {
  const message = `It could not be checked: ${reason}`;
  return resultOf(check, date, { passed: false, observed: null, message }, runAt);
}

function resultOf(
  { name, severity, expected }: Check,
  date: string,
  found: Pick<CheckResult, "passed" | "observed" | "message">,
  runAt: string,
): CheckResult {
  const { passed, observed, message } = found;
  return {
    snapshot_date: date,
    check_name: name,
    severity,
    passed,
    observed,
    expected,
    run_at: runAt,
    message,
  };
}

/** Counts whole, measures with three digits: `12`, `98.6`. */
function numberText(number: number): string {
  return Number.isInteger(number) ? String(number) : String(Number(number.toPrecision(3)));
}
