import type { OptionSpec } from "../../options/option_spec";
import { isOptionName, optionGroups, optionSpecs } from "../../options/options";
import { defaultOutput } from "../../options/output_options";
import {
  dailyPipelines,
  pipelineNames,
  pipelineSpecs,
  type PipelineName,
} from "../../options/pipeline_spec";
import { UsageError } from "../../options/usage_error";
import { defaultOf, Layout, typed } from "./layout";

/** The options that most people need. */
const frequent = ["source", "coins", "snapshotDate", "output", "warehouse", "runner"] as const;

/** The pipelines that run only where they are named. */
const occasional = pipelineNames.filter((name) => !dailyPipelines.includes(name));

/** One screen: what there is, and where the rest is said. */
export function overview(columns: number): string {
  const layout = new Layout(columns);
  return [
    "Usage: crypto-pipelines [PIPELINE ...] [--OPTION=VALUE ...]",
    "       crypto-pipelines query [SQL|NAME] | check | dashboard",
    "       crypto-pipelines help [TOPIC] | version",
    "",
    layout.paragraph(
      `Crypto market data from CoinGecko as CSV files and a star schema. Without arguments: the daily pipelines, on a made-up sample market, into ${defaultOutput(true)}.`,
    ),
    "",
    `Pipelines (default: all but ${occasional.join(", ")}):`,
    layout.list(pipelineNames.map((name) => [name, `${pipelineSpecs[name].does}.`])),
    "",
    "Options most used:",
    layout.list(
      frequent.map((name) => {
        const spec: OptionSpec = optionSpecs[name];
        return [`--${name}`, `${spec.values ?? ""} (default: ${defaultOf(spec)})`];
      }),
    ),
    "",
    "All options, by topic (help coins, help runner, help options ...):",
    layout.list(
      Object.entries(optionGroups).map(([group, specs]) => [group, Object.keys(specs).join(", ")]),
    ),
    "",
    "Examples:",
    ...examples.map(([command, what]) => `  crypto-pipelines ${command}\n${layout.indented(what)}`),
    "",
    layout.paragraph(
      "An API key is never an option: COINGECKO_API_KEY holds it, or a secret does (help apiKeySecret). Exit codes: 0 done, 1 the run failed, 2 the command line is wrong.",
    ),
    "",
  ].join("\n");
}

const examples = [
  ["--source=public --coins=top:250", "real data in one page, without a key"],
  ["market-snapshot --source=demo", "the whole market, with a free key"],
  ["--snapshotDate=2026-01-02", "another day, from its archive"],
] as const;

/**
 * All that is to say on a topic: an option, a group of them, or a pipeline.
 * @throws UsageError when there is no such topic
 */
export function helpOn(topic: string, columns: number): string {
  const layout = new Layout(columns);
  const wanted = simplified(topic);
  const pages = [
    ...pipelineNames.flatMap((name) =>
      simplified(name) === wanted ? [pipelinePage(name, layout)] : [],
    ),
    ...Object.keys(optionSpecs).flatMap((name) =>
      simplified(name) === wanted ? [optionPage(name, layout)] : [],
    ),
    ...Object.entries(optionGroups).flatMap(([group, specs]) =>
      isGroup(group, wanted) ? [`${group}:\n${layout.options(specs)}`] : [],
    ),
  ];
  if (pages.length > 0) return `${pages.join("\n\n")}\n`;
  const groups = Object.keys(optionGroups).map((group) => group.toLowerCase());
  throw new UsageError(
    `There is no help on '${topic.replace(/\s+/g, " ")}': name an option, a pipeline, or one of options, ${groups.join(", ")}.`,
  );
}

/** Topics in any spelling. */
function simplified(topic: string): string {
  return topic.toLowerCase().replace(/[^a-z]/g, "");
}

function isGroup(group: string, wanted: string): boolean {
  const name = simplified(group);
  return wanted === "options" || wanted === name || (wanted === "workers" && name.endsWith(wanted));
}

function pipelinePage(name: PipelineName, layout: Layout): string {
  const own = Object.entries<OptionSpec>(optionSpecs).filter(([, { pipelines }]) =>
    pipelines?.includes(name),
  );
  return [
    layout.paragraph(`${name}: ${pipelineSpecs[name].does}.`),
    "",
    "Its own options, beside those of dates, output and runner:",
    layout.options(Object.fromEntries(own)),
  ].join("\n");
}

function optionPage(name: string, layout: Layout): string {
  if (!isOptionName(name)) return "";
  const spec: OptionSpec = optionSpecs[name];
  const { examples: values = [], pipelines = pipelineNames } = spec;
  return [
    typed(name, spec),
    "",
    layout.paragraph(spec.help),
    "",
    layout.paragraph(`Default: ${defaultOf(spec)}`),
    layout.paragraph(`Has an effect on: ${pipelines.join(", ")}`),
    ...(values.length > 0 ? ["Examples:", ...values.map((value) => `  --${name}=${value}`)] : []),
  ].join("\n");
}
