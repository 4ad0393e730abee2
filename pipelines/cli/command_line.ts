import { valueErrors } from "../options/option_values";
import type { CommandLine } from "../options/options";
import { parseOptions } from "../options/parse_options";
import { UsageError } from "../options/usage_error";
import { scanArguments } from "./scan_arguments";

/**
 * Reads the command line of a run.
 * @throws UsageError with a line for every name and value that is wrong
 */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const { pipelines, given, errors } = scanArguments(argv);
  const all = [...errors, ...valueErrors(given)];
  if (all.length > 0) throw new UsageError(...all);
  return { pipelines, options: parseOptions(given, pipelines), given };
}
