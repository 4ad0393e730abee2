import { cellText, code } from "../schemas/markdown_table";
import type { OptionSpec } from "../pipelines/options/option_spec";
import { optionGroups } from "../pipelines/options/options";
import {
  dailyPipelines,
  type PipelineName,
  pipelineNames,
} from "../pipelines/options/pipeline_spec";
import { optionAliases } from "../pipelines/options/refused_options";

const introduction = `<!-- Made from pipelines/options by \`npm run generate\`: change it there. -->

# Options

\`npm start -- [PIPELINE ...] [OPTION ...]\`, or \`node dist/pipelines/main.js ...\` when built.
Without a pipeline, or with \`all\`, those of every day run, in this order: ${dailyPipelines.map(code).join(", ")}.
\`market-history\` runs where it is named.

- A name may be written in camelCase, kebab-case or snake_case: \`--snapshotDate\`, \`--snapshot-date\`
  and \`--snapshot_date\` are one option. An unknown name is refused, with the nearest one that exists.
- A flag needs no value: \`--refresh\` is \`--refresh=true\`.
- The API key is never an option. It comes from the environment's \`COINGECKO_API_KEY\`, or from the
  Secret Manager version that \`--apiKeySecret\` names.
- \`~\` at the start of a path is the home directory.
- \`help TOPIC\` shows one option, a group of them, or a pipeline; \`version\` the version.
- Exit codes: 0 done, 1 the run failed, 2 the command line is wrong; 130 and 143 after SIGINT and
  SIGTERM. The first signal cleans up, a second one ends the program at once.

Flex Templates take the options of the first groups as parameters: see [templates](../../templates).
`;

const environment = `## Environment

| Variable | Meaning |
| --- | --- |
| \`COINGECKO_API_KEY\` | The API key of the plans demo and pro. |
| \`STORAGE_EMULATOR_HOST\`, \`BIGQUERY_EMULATOR_HOST\`, \`DATAFLOW_EMULATOR_HOST\` | Send that client to an emulator, a URL or HOST:PORT, without credentials. |
| \`HTTP_PROXY\`, \`HTTPS_PROXY\`, \`NO_PROXY\` | The proxies of every client; loopback is never proxied. |
`;

/** docs/reference/options.md: every option, a table a group. */
export function optionsPage(): string {
  const sections = Object.entries(optionGroups).map(([group, specs]) => {
    const rows = Object.entries<OptionSpec>(specs).map(([name, spec]) => row(name, spec));
    const head =
      "| Option | Values | Default | Pipelines | Meaning |\n| --- | --- | --- | --- | --- |";
    return `## ${group}\n\n${head}\n${rows.join("\n")}\n`;
  });
  return [introduction, ...sections, aliases(), environment].join("\n");
}

function row(name: string, { values = "true|false", help, ...spec }: OptionSpec): string {
  const fallback = [
    spec.default === undefined ? cellText(spec.defaultHelp ?? "none") : code(spec.default),
    ...Object.entries(spec.defaultsBy ?? {}).map(([by, words]) => cellText(`${by}: ${words}`)),
  ].join("; ");
  const form = code(values.replaceAll("|", "\\|"));
  const cells = [code(name), form, fallback, pipelinesOf(spec.pipelines), cellText(help)];
  return `| ${cells.join(" | ")} |`;
}

function pipelinesOf(pipelines: readonly PipelineName[] = pipelineNames): string {
  return pipelines.length === pipelineNames.length ? "all" : pipelines.join(", ");
}

function aliases(): string {
  const rows = Object.entries(optionAliases).map(
    ([alias, name]) => `| ${code(alias)} | ${code(name)} |`,
  );
  return `## Names of other Beam SDKs\n\n| Accepted | Meant |\n| --- | --- |\n${rows.join("\n")}\n`;
}
