import { optionName } from "../options/option_name";
import type { OptionSpec } from "../options/option_spec";
import { type GivenOptions, isOptionName, optionNames, optionSpecs } from "../options/options";
import { dailyPipelines, type PipelineName, pipelineNames } from "../options/pipeline_spec";
import { otherWords, refusedOptions } from "../options/refused_options";
import { nearestNames } from "../core/text/nearest_names";

/** A command line taken apart, with a line for each thing that is wrong with it. */
export interface ScannedArguments {
  /** In the order in which they run; those of every day when none is named. */
  readonly pipelines: readonly PipelineName[];
  readonly given: GivenOptions;
  readonly errors: readonly string[];
}

/** Names may be written in camelCase, kebab-case or snake_case; of an option given twice, the last holds. */
export function scanArguments(argv: readonly string[]): ScannedArguments {
  const named: string[] = [];
  const given: { -readonly [Name in keyof GivenOptions]: string } = {};
  const errors: string[] = [];
  for (let at = 0; at < argv.length; at++) {
    const argument = argv[at] ?? "";
    if (!/^-./.test(argument)) {
      named.push(argument);
      continue;
    }
    const [, spelling, inline] = /^--([A-Za-z][\w-]*)(?:=(.*))?$/s.exec(argument) ?? [];
    const name = optionName(spelling ?? "");
    const next = argv[at + 1];
    if (!isOptionName(name)) {
      errors.push(unknownOption(spelling === undefined ? argument : `--${name}`, name));
      // What follows is most likely its value, which may be a key.
      if (inline === undefined && next !== undefined && !isWord(next)) at++;
      continue;
    }
    const { values }: OptionSpec = optionSpecs[name];
    if (inline !== undefined) given[name] = inline;
    else if (values === undefined) given[name] = "true";
    else if (next === undefined || next.startsWith("--")) {
      errors.push(`Option '--${name} <${values}>' argument missing. See --help.`);
    } else {
      given[name] = next;
      at++;
    }
  }
  errors.push(...named.flatMap((name) => (pipelinesOf(name) ? [] : [unknownPipeline(name)])));
  const chosen =
    named.length === 0 ? dailyPipelines : named.flatMap((name) => pipelinesOf(name) ?? []);
  const pipelines = pipelineNames.filter((name) => chosen.includes(name));
  return { pipelines, given, errors };
}

/** Whether an argument stands for itself: an option, or a pipeline. */
function isWord(argument: string): boolean {
  return argument.startsWith("-") || pipelinesOf(argument) !== undefined;
}

/** `market_snapshot` and `marketSnapshot` to `market-snapshot`; `all` to those of every day. */
function pipelinesOf(spelling: string): readonly PipelineName[] | undefined {
  const name = kebabCase(spelling);
  if (name === "all") return dailyPipelines;
  const pipeline = pipelineNames.find((known) => known === name);
  return pipeline && [pipeline];
}

function kebabCase(spelling: string): string {
  return spelling
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .replaceAll("_", "-")
    .toLowerCase();
}

function unknownPipeline(spelling: string): string {
  const shown = spelling.replace(/\s+/g, " ");
  const meant = nearestNames(kebabCase(spelling), pipelineNames);
  const hint = meant.length === 0 ? "" : ` (Did you mean ${meant.join(" or ")}?)`;
  return `Unknown pipeline '${shown}'${hint}: name ${pipelineNames.join(", ")}, or all. See --help.`;
}

function unknownOption(shown: string, name: string): string {
  const reason = refusedOptions[name];
  if (reason !== undefined) return `--${name} is not supported: ${reason}`;
  const word = otherWords[name];
  const meant = word === undefined ? nearestNames(name, optionNames) : [word];
  const names = meant.map((one) => `--${one}`).join(" or ");
  const hint = names === "" ? "." : ` (Did you mean ${names}?)`;
  return `Unknown option '${shown.replace(/\s+/g, " ").replace(/=.*$/s, "")}'${hint} See --help.`;
}
