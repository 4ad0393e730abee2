import type { CommandLine } from "../options/options";
import { parseCommandLine } from "./command_line";
import { helpOn, overview } from "./help/help";
import { programVersion } from "../core/program_version";

/** What a person asks of the program: a run, or a text. */
export type Command =
  | { readonly kind: "run"; readonly commandLine: CommandLine }
  | { readonly kind: "text"; readonly text: string };

/**
 * @param width of the terminal, in columns
 * @throws UsageError
 */
export function readCommand(argv: readonly string[], width: number): Command {
  const [first, ...others] = argv;
  if (first === "help" && others.length > 0) {
    return { kind: "text", text: helpOn(others.join(" "), width) };
  }
  if (first === "help" || argv.includes("--help") || argv.includes("-h")) {
    return { kind: "text", text: overview(width) };
  }
  if ((first === "version" && others.length === 0) || argv.includes("--version")) {
    return { kind: "text", text: `crypto-pipelines ${programVersion()}\n` };
  }
  return { kind: "run", commandLine: parseCommandLine(argv) };
}
