import type { Writable } from "node:stream";
import { checkDays } from "./check_days";
import { checkDryRun } from "./check_dry_run";
import { parseCheckArguments } from "./check_arguments";
import { hasFailed, resultLines } from "./result_text";

/** Where a check prints to: results to `out`, what is said about them to `notes`. */
export interface CheckStreams {
  readonly out: Writable;
  readonly notes: Writable;
}

/**
 * The command `check`: whether days in a warehouse can be used.
 * @returns the exit code: 1 when a check of severity fail did not pass
 * @throws UsageError, or an ActionableError
 */
export async function runCheck(argv: readonly string[], streams: CheckStreams): Promise<number> {
  const command = parseCheckArguments(argv);
  if (command.kind === "help") {
    streams.out.write(command.text);
    return 0;
  }
  const { request } = command;
  if (request.isDryRun) {
    streams.out.write(await checkDryRun(request));
    return 0;
  }
  const failed: string[] = [];
  await checkDays(request, request.days, {
    onDay: (date, results) => {
      if (hasFailed(results)) failed.push(date);
      const lines = request.json
        ? results.map((result) => JSON.stringify(result))
        : resultLines(date, results);
      streams.out.write(lines.map((line) => `${line}\n`).join(""));
    },
    onNote: (line) => streams.notes.write(`${line}\n`),
  });
  return failed.length > 0 ? 1 : 0;
}
