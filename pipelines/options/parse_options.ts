import { type PlanName, plans } from "../coingecko/plans";
import { countText } from "../core/text/count_text";
import { countDays } from "../core/day";
import { isStorageUrl } from "../google/storage_url";
import { type Calendar, calendarOf } from "./date_options";
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
  if (pipelines.includes("date-dim")) checkCalendar(calendarOf(run));
  if (pipelines.includes("market-history")) checkHistoryCoins(run);
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
    startDate: values.given("startDate"),
    endDate: values.given("endDate"),
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
  checkOrder(options);
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

function checkOrder({ startDate, endDate }: Pick<RunOptions, "startDate" | "endDate">): void {
  if (startDate === undefined || endDate === undefined || startDate <= endDate) return;
  throw new UsageError(`--startDate=${startDate} is after --endDate=${endDate}: swap them.`);
}

function checkCalendar({ startDate, endDate }: Calendar): void {
  checkOrder({ startDate, endDate });
  const days = countDays(startDate, endDate);
  if (days <= mostCalendarDays) return;
  const [found, most] = [days, mostCalendarDays].map(countText);
  throw new UsageError(
    `--startDate=${startDate} to --endDate=${endDate} are ${found} days: a calendar has at most ${most}, about 1,000 years. Choose a shorter range.`,
  );
}

/** The whole market would be a call a coin, and CoinGecko has no order of a category's coins. */
function checkHistoryCoins({ coins }: RunOptions): void {
  if (coins.kind === "top" || coins.kind === "ids") return;
  const given = coins.kind === "all" ? "all" : `category:${coins.id}`;
  throw new UsageError(
    `--coins=${given} is not supported by market-history, which makes a call a coin and year: pass --coins=top:N, such as top:100, or --coins=ids:a,b,c.`,
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
