import { ActionableError } from "../core/actionable_error";
import { loadError } from "../core/load_error";
import { redact } from "../core/text/redact";
import { UsageError } from "../options/usage_error";

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
  if (error instanceof UsageError) return error.lines.map(oneLine).join("\n");
  const unloadable = loadError(error);
  if (unloadable) return oneLine(unloadable.message);
  const line = oneLine(error.message);
  if (error instanceof ActionableError) return line;
  return `${line || error.name} Run again with --verbose to see where.`;
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, " ").trim();
}
