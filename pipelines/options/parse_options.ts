import { type PlanName, plans } from "../coingecko/plans";
import { countText } from "../core/count_text";
import { isStorageUrl } from "../google/storage_url";
import { mostCalendarDays } from "./limits";
import type { GivenOptions, Options, RunOptions, Source } from "./options";
import { OptionValues } from "./option_values";
import { defaultOutput } from "./output_options";
import { parseRunner } from "./parse_runner";
import type { PipelineName } from "./pipeline_spec";
import { UsageError } from "./usage_error";

/**
 * The options of a command, checked each and together.
 * @throws UsageError
 */
export function parseOptions(given: GivenOptions, pipelines: readonly PipelineName[]): Options {
  const values = new OptionValues(given);
  const run = parseRun(values);
  return { ...run, ...parseRunner(values, run, pipelines) };
}

function parseRun(values: OptionValues): RunOptions {
  const source = parseSource(values);
  const options: RunOptions = {
    source,
    refresh: values.value("refresh"),
    coins: values.value("coins"),
    vsCurrency: values.value("vsCurrency"),
    includeRehypothecated: values.value("includeRehypothecated"),
    extras: values.value("extras"),
    detailRequests: values.given("detailRequests"),
    requestsPerMinute: values.given("requestsPerMinute"),
    maxRequests: values.given("maxRequests"),
    apiShards: values.value("apiShards"),
    snapshotDates: values.given("snapshotDate"),
    onlyArchived: values.value("onlyArchived"),
    startDate: values.value("startDate"),
    endDate: values.value("endDate"),
    output: values.given("output") ?? defaultOutput(source.kind === "sample"),
    warehouse: values.given("warehouse"),
    dashboard: values.value("dashboard"),
    maxRejects: values.value("maxRejects"),
    formats: values.value("formats"),
    maxMissing: values.given("maxMissing"),
    force: values.value("force"),
    dryRun: values.value("dryRun"),
    quiet: values.value("quiet"),
    json: values.value("json"),
    logFormat: values.given("logFormat"),
    verbose: values.value("verbose"),
  };
  checkCalendar(options);
  checkShards(options);
  checkDuckDbPath(options);
  return options;
}

/** The source with its plan and key; the sample market has neither. */
function parseSource(values: OptionValues): Source {
  const source = values.value("source");
  const plan = values.given("plan");
  const apiKeySecret = values.given("apiKeySecret");
  switch (source.kind) {
    case "sample":
      return source;
    case "coingecko":
      if (plan !== undefined && plan !== source.plan) {
        throw new UsageError(
          `--plan=${plan} does not fit --source=${source.plan}: leave --plan out, it follows the source.`,
        );
      }
      return { ...source, apiKeySecret };
    case "url":
      return { ...source, plan: plan ?? planOfHost(source.baseUrl), apiKeySecret };
  }
}

/** Only the paid plan has a host of its own. */
function planOfHost(baseUrl: string): PlanName | undefined {
  return new URL(baseUrl).host === new URL(plans.pro.baseUrl).host ? "pro" : undefined;
}

function checkCalendar({ startDate, endDate }: RunOptions): void {
  if (startDate > endDate) {
    throw new UsageError(`--startDate=${startDate} is after --endDate=${endDate}: swap them.`);
  }
  const days = (Date.parse(endDate) - Date.parse(startDate)) / 86_400_000 + 1;
  if (days <= mostCalendarDays) return;
  const [found, most] = [days, mostCalendarDays].map(countText);
  throw new UsageError(
    `--startDate=${startDate} to --endDate=${endDate} are ${found} days: a calendar has at most ${most}, about 1,000 years. Choose a shorter range.`,
  );
}

/** Each shard needs a call of the rate limit and of the budget. */
function checkShards({ requestsPerMinute, maxRequests, apiShards }: RunOptions): void {
  for (const [name, calls] of Object.entries({ requestsPerMinute, maxRequests })) {
    if (calls === undefined || calls >= apiShards) continue;
    throw new UsageError(
      `--${name}=${calls} can't be distributed over --apiShards=${apiShards}: use fewer shards.`,
    );
  }
}

/** What follows a `?` in a path is options to DuckDB, as in a URL. */
function checkDuckDbPath({ output, warehouse }: RunOptions): void {
  const isDuckDb = warehouse?.startsWith("duckdb:") ?? !isStorageUrl(output);
  if (!isDuckDb || !(warehouse ?? output).includes("?")) return;
  const given = warehouse === undefined ? `--output=${output}` : `--warehouse=${warehouse}`;
  const instead = warehouse === undefined ? ", or pass --warehouse=none" : "";
  throw new UsageError(
    `${given}: DuckDB opens no file whose path has a "?". Choose another folder${instead}.`,
  );
}
