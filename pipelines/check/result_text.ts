import { countText } from "../core/text/count_text";
import type { CheckResult } from "./check_result";

/** What the checks of a day found, for a person: a line, and one for each that did not pass. */
export function resultLines(date: string, results: readonly CheckResult[]): string[] {
  const findings = results.filter(({ passed }) => !passed);
  const failed = findings.filter(({ severity }) => severity === "fail");
  const warned = findings.length - failed.length;
  const parts = [
    `${countText(results.length - findings.length)} passed`,
    ...(warned > 0 ? [`${warned} ${warned === 1 ? "warning" : "warnings"}`] : []),
    ...(failed.length > 0 ? [`${failed.length} failed`] : []),
  ];
  return [
    `checks  ${date}  ${parts.join(", ")}`,
    ...[...failed, ...findings.filter(({ severity }) => severity === "warn")].map(
      ({ check_name, severity, message }) =>
        `  ${severity === "fail" ? "Failed" : "Warning"}: ${check_name}: ${message ?? ""}`,
    ),
  ];
}

/** Whether a day should not be used. */
export function hasFailed(results: readonly CheckResult[]): boolean {
  return results.some(({ passed, severity }) => !passed && severity === "fail");
}
