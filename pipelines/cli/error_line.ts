import { ActionableError } from "../core/actionable_error";
import { redact } from "../core/redact";
import { UsageError } from "./command_line";

/** An error as one readable line, without any secret; with its stack for those who ask for it. */
export function errorLine(error: unknown, verbose: boolean): string {
  return redact(describe(error, verbose));
}

/** The exit code that an error stands for: 2 when the command line is wrong, else 1. */
export function exitCodeOf(error: unknown): 1 | 2 {
  return error instanceof UsageError ? 2 : 1;
}

function describe(error: unknown, verbose: boolean): string {
  if (!(error instanceof Error)) return String(error);
  if (verbose) return error.stack ?? error.message;
  const line = error.message.replace(/\s*\n\s*/g, " ").trim();
  if (error instanceof ActionableError || error instanceof UsageError) return line;
  return `${line || error.name} Run again with --verbose to see where.`;
}
