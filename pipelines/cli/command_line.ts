import { Argument, Command, CommanderError, Option } from "commander";
import * as v from "valibot";
import { pipelineNames, type OptionSpec, type PipelineName } from "../options/option_spec";
import { optionSpecs, type CommandLine, type OptionName, type Options } from "../options/options";
import { runnerProblem } from "../options/check_runner_options";
import { refusedOptions } from "../options/refused_options";
import { optionName } from "../options/option_name";

/** The command line is wrong: exit code 2. The message is one line. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Help was asked for and printed: nothing is left to do. */
export class HelpShown extends Error {
  override readonly name = "HelpShown";
}

const specs = Object.entries(optionSpecs) as [OptionName, OptionSpec][];

/**
 * Reads the command line. Option names may be written in camelCase, kebab-case or snake_case.
 * @throws UsageError that names the option, and the nearest one where there is none of that name.
 */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const command = makeCommand();
  try {
    command.parse(argv.map(normalizeName), { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) throw new HelpShown();
    throw new UsageError(readable(error.message));
  }
  const named = command.processedArgs[0] as PipelineName[];
  const pipelines = pipelineNames.filter((name) => named.length === 0 || named.includes(name));
  const given = command.opts<CommandLine["given"]>();
  const options = readOptions(given);
  checkTogether(options, pipelines);
  return { pipelines, options, given };
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
  for (const [name, spec] of specs) {
    const option = new Option(
      `--${name} <${spec.values ?? "true|false"}>`,
      `${spec.help} (default: ${spec.default ?? spec.defaultHelp ?? "none"})`,
    );
    command.addOption(option.helpGroup(`${spec.group}:`));
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
  if (reason !== undefined) throw new UsageError(`--${name} is not taken: ${reason}`);
  const spec = specs.find(([known]) => known === name)?.[1];
  // Without its value, an unknown name is compared with the others, and no key is repeated.
  if (!spec) return `--${name}`;
  return `--${name}${match[2] ?? (spec.values === undefined ? "=true" : "")}`;
}

function readOptions(given: CommandLine["given"]): Options {
  const values: Partial<Record<OptionName, unknown>> = {};
  for (const [name, spec] of specs) {
    const text = given[name] ?? spec.default;
    if (text === undefined) continue;
    const result = v.safeParse(spec.schema, text);
    if (!result.success) {
      const issue = result.issues[0].message;
      throw new UsageError(`--${name}${shown(name, text)}: ${issue}.`);
    }
    values[name] = result.output;
  }
  return values as Options;
}

/** A wrong value, on one line; where a key may have been typed by mistake, it is not repeated. */
function shown(name: OptionName, text: string): string {
  if (name === "apiKeySecret") return "";
  const hasSecret = name === "source" && /[@?#]/.test(text);
  return `=${hasSecret ? text.replace(/[^/]*@|[?#].*$/gs, "…") : text}`.replace(/\s+/g, " ");
}

function checkTogether(options: Options, pipelines: readonly PipelineName[]): void {
  if (options.startDate > options.endDate) {
    throw new UsageError(
      `--startDate=${options.startDate} is after --endDate=${options.endDate}: swap them.`,
    );
  }
  const { source, plan } = options;
  if (source.kind === "coingecko" && plan !== undefined && plan !== source.plan) {
    throw new UsageError(
      `--plan=${plan} does not fit --source=${source.plan}: leave --plan out, it follows the source.`,
    );
  }
  if (options.requestsPerMinute !== undefined && options.requestsPerMinute < options.apiShards) {
    throw new UsageError(
      `--requestsPerMinute=${options.requestsPerMinute} can't be dealt to --apiShards=${options.apiShards}: use fewer shards.`,
    );
  }
  if (options.maxRequests !== undefined && options.maxRequests < options.apiShards) {
    throw new UsageError(
      `--maxRequests=${options.maxRequests} can't be dealt to --apiShards=${options.apiShards}: use fewer shards.`,
    );
  }
  const problem = runnerProblem(options, pipelines);
  if (problem !== undefined) throw new UsageError(problem);
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
  crypto-pipelines --snapshot-date=2026-01-02             another day, from its archive
  crypto-pipelines date-dim --start-date=2015-01-01       a longer calendar

Names may be written --snapshotDate, --snapshot-date or --snapshot_date.
A repeat reads the archived answers under <output>/raw and makes no call; --refresh asks again.
Exit codes: 0 done, 1 the run failed, 2 the command line is wrong.
`;
