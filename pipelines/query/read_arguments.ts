import { Command, CommanderError } from "commander";
import { optionName } from "../options/option_name";
import { UsageError } from "../options/usage_error";

/** What a command that is no run was given: its help is asked for, or arguments. */
export type Arguments<Given extends object> =
  | { readonly kind: "help"; readonly text: string }
  | { readonly kind: "given"; readonly texts: readonly string[]; readonly options: Given };

/**
 * Reads the arguments of a command that is no run.
 * @param describe adds its arguments and options
 * @throws UsageError
 */
export function readArguments<Given extends object>(
  name: string,
  argv: readonly string[],
  describe: (command: Command) => Command,
): Arguments<Given> {
  let help = "";
  const command = describe(new Command(`crypto-pipelines ${name}`))
    .option("--warehouse <url>", "duckdb:FILE or bigquery:PROJECT.DATASET (default: of --output)")
    .option("--output <folder>", "of a local run (default: of --source)")
    .option("--source <source>", "of the run whose default folder is asked, as `public`")
    .option("--dryRun", "say what it would do, and do nothing")
    .option("--verbose", "show where an error comes from")
    .configureHelp({ helpWidth: Math.min(process.stdout.columns || 80, 100) })
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: (text) => (help += text), writeErr: () => undefined });
  try {
    command.parse(argv.map(withCamelCaseName), { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: "help", text: help };
    const line = error.message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
    throw new UsageError(`${name}: ${line.replace(/\.?$/, ".")} See ${name} --help.`);
  }
  return { kind: "given", texts: command.args, options: command.opts<Given>() };
}

/** Names may be written in kebab-case and snake_case too. */
function withCamelCaseName(argument: string): string {
  const [, name, rest = ""] = /^--([A-Za-z][\w-]*)(=.*)?$/s.exec(argument) ?? [];
  return name === undefined ? argument : `--${optionName(name)}${rest}`;
}
