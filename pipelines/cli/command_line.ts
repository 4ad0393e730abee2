import { Argument, Command, CommanderError, Option } from "commander";
import { optionName } from "../options/option_name";
import type { OptionSpec } from "../options/option_spec";
import {
  type CommandLine,
  type GivenOptions,
  isOptionName,
  optionGroups,
  optionSpecs,
} from "../options/options";
import { parseOptions } from "../options/parse_options";
import { pipelineNames } from "../options/pipeline_spec";
import { refusedOptions } from "../options/refused_options";
import { UsageError } from "../options/usage_error";

/** Help was asked for and printed: nothing is left to do. */
export class HelpShown extends Error {
  override readonly name = "HelpShown";
}

/**
 * Reads the command line. Option names may be written in camelCase, kebab-case or snake_case.
 * @throws UsageError that names the option, and the nearest one where there is none of that name.
 */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  let named: readonly string[] = [];
  const command = makeCommand().action((names: readonly string[]) => {
    named = names;
  });
  try {
    command.parse(argv.map(normalizeName), { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) throw new HelpShown();
    throw new UsageError(readable(error.message));
  }
  const pipelines = pipelineNames.filter((name) => named.length === 0 || named.includes(name));
  const given = command.opts<GivenOptions>();
  return { pipelines, options: parseOptions(given, pipelines), given };
}

function makeCommand(): Command {
  const command = new Command("crypto-pipelines")
    .description(
      "Crypto market data from CoinGecko as CSV files and a star schema.\n" +
        "Without arguments: all three pipelines, on a made-up sample market, into ./out.",
    )
    .addArgument(
      new Argument("[pipelines...]", "which pipelines to run; all of them when none is named")
        .choices(pipelineNames)
        .default([], "all"),
    )
    .helpOption("-h, --help", "Show this help.")
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .configureHelp({ showGlobalOptions: false })
    .addHelpText("after", examples);
  for (const [group, specs] of Object.entries(optionGroups)) {
    for (const [name, spec] of Object.entries<OptionSpec>(specs)) {
      const option = new Option(
        `--${name} <${spec.values ?? "true|false"}>`,
        `${spec.help} (default: ${spec.default ?? spec.defaultHelp ?? "none"})`,
      );
      command.addOption(option.helpGroup(`${group}:`));
    }
  }
  return command;
}

/**
 * `--snapshot-date=X` and `--snapshot_date=X` to `--snapshotDate=X`; a bare flag to `--flag=true`;
 * names of other Beam SDKs to ours.
 */
function normalizeName(argument: string): string {
  const match = /^--([A-Za-z][\w-]*)(=.*)?$/s.exec(argument);
  if (!match) return argument;
  const name = optionName(match[1] ?? "");
  const reason = refusedOptions[name];
  if (reason !== undefined) throw new UsageError(`--${name} is not supported: ${reason}`);
  // Without its value, an unknown name is compared with the others, and no key is repeated.
  if (!isOptionName(name)) return `--${name}`;
  const { values }: OptionSpec = optionSpecs[name];
  return `--${name}${match[2] ?? (values === undefined ? "=true" : "")}`;
}

/** Commander's message as one line that ends in what to do. */
function readable(message: string): string {
  const line = message
    .replace(/^error: /, "")
    .replace(/\s*\n\s*/g, " ")
    .trim();
  return `${line[0]?.toUpperCase() ?? ""}${line.slice(1)}${/[.?)]$/.test(line) ? "" : "."} See --help.`;
}

const examples = `
Examples:
  crypto-pipelines                                        all three, sample market, into ./out
  crypto-pipelines --source=public                        today's real market, no key needed
  crypto-pipelines market-snapshot --source=demo          with the key in COINGECKO_API_KEY
  crypto-pipelines market-snapshot --coins=top:100        the hundred largest coins
  crypto-pipelines --snapshotDate=2026-01-02              another day, from its archive
  crypto-pipelines date-dim --startDate=2015-01-01        a longer calendar

Names may be written --snapshotDate, --snapshot-date or --snapshot_date.
A repeat reads the archived answers under <output>/raw and makes no call; --refresh asks again.
Exit codes: 0 done, 1 the run failed, 2 the command line is wrong.
`;
