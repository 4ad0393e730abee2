import { parseCommandLine, UsageError } from "../../pipelines/cli/command_line";
import type { Options } from "../../pipelines/options/options";

export const optionsOf = (...argv: string[]): Options => parseCommandLine(argv).options;

/** The message of the usage error that a command line is. */
export function refusal(...argv: string[]): string {
  try {
    parseCommandLine(argv);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error(`${argv.join(" ")} was not refused.`);
}
