import { parseCommandLine } from "../../pipelines/cli/command_line";
import { OptionValues } from "../../pipelines/options/option_values";
import type { OptionName, Options } from "../../pipelines/options/options";
import { UsageError } from "../../pipelines/options/usage_error";

export const optionsOf = (...argv: string[]): Options => parseCommandLine(argv).options;

/** The value that a command line gives an option. */
export const valueOf = (name: OptionName, ...argv: string[]): unknown =>
  new OptionValues(parseCommandLine(argv).given).given(name);

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
