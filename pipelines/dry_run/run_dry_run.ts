import type { Writable } from "node:stream";
import { log, redirectLog } from "../core/log";
import { logText } from "../core/text/log_text";
import { redact } from "../core/text/redact";
import type { CommandLine } from "../options/options";
import { dryRunText } from "./dry_run_text";
import { planDryRun } from "./plan_dry_run";

/** What the command would do is said to `out`; why it would be refused to `notes`. */
export interface DryRunStreams {
  readonly out: Writable;
  readonly notes: Writable;
}

/**
 * A command with `--dryRun`: says what it would do, and does nothing.
 * @returns the exit code: 1 when the command would be refused
 * @throws UsageError, or an ActionableError
 */
export async function runDryRun(
  command: CommandLine,
  { out, notes }: DryRunStreams,
): Promise<number> {
  const { json, quiet, verbose } = command.options;
  log.level = verbose ? "debug" : "warn";
  redirectLog((line) => void notes.write(logText(line)));
  const dryRun = await planDryRun(command);
  const { refusals } = dryRun.report;
  if (json) out.write(`${redact(JSON.stringify(dryRun.report, null, 2))}\n`);
  else if (!quiet) out.write(dryRunText(dryRun));
  for (const refusal of refusals) notes.write(`${redact(refusal)}\n`);
  return refusals.length > 0 ? 1 : 0;
}
