import type { DryRunReport, PlannedDay } from "../../pipelines/dry_run/dry_run_report";
import { runCli } from "./run_cli";

/** What a command line says with `--dryRun --json`, and how it ends. */
export async function askDryRun(
  argv: readonly string[],
  options: Parameters<typeof runCli>[1] = {},
) {
  const { code, stdout, errors } = await runCli([...argv, "--dryRun", "--json"], options);
  return { code, errors, report: JSON.parse(stdout) as DryRunReport };
}

/** The days of all pipelines. */
export function daysOf({ pipelines }: DryRunReport): PlannedDay[] {
  return pipelines.flatMap(({ days }) => days);
}

/** The calls of a command by endpoint. */
export function callsOf(report: DryRunReport): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { endpoint, calls } of daysOf(report).flatMap((day) => day.calls)) {
    if (calls > 0) sums[endpoint] = (sums[endpoint] ?? 0) + calls;
  }
  return sums;
}
