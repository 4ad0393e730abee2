import { cryptoCheckResults } from "../../schemas/crypto_check_results";
import { areChecked } from "../check/check_runs";
import { plans } from "../coingecko/plans";
import { utcDay } from "../core/day";
import { newRunId } from "../core/run_id";
import { makesDashboard } from "../dashboard/after_runs";
import { dashboardPath } from "../dashboard/write_dashboard";
import type { CommandLine } from "../options/options";
import { pipelineSpecs } from "../options/pipeline_spec";
import { type CommandPlan, callsIn, minutesOfCalls } from "../run/command_plan";
import { hasKey } from "../run/has_key";
import { type DayRuns, dayRun, lastDate } from "../run/day_runs";
import { planRuns } from "../run/plan_runs";
import type { Run } from "../run/run";
import { readViews } from "../warehouses/view_files";
import { checkEarliest } from "../transforms/history/check_earliest";
import { callsOfRuns, planOf, type RunCalls } from "../transforms/market/planned_calls";
import { nothingSuperseded } from "../transforms/publish/one_currency";
import { chosenDays } from "./chosen_days";
import type { DryRunReport, PlannedPipeline, PlannedTable } from "./dry_run_report";
import { notesOn } from "./notes";
import type { Places } from "./planned_day";
import { plannedFile } from "./planned_files";
import { checkedRun, type ChosenPipeline, plannedPipeline } from "./planned_pipeline";
import { plannedRunner } from "./planned_runner";
import { plannedTable } from "./planned_tables";
import { checkPlaces } from "./refusal";
import { readPlaces } from "./read_places";

/** What a command would do, and its plan in the form that a run shows. */
export interface DryRun {
  readonly report: DryRunReport;
  readonly plan: CommandPlan;
}

/** Works out what a command would do; reads what is there, and changes nothing. */
export async function planDryRun(command: CommandLine): Promise<DryRun> {
  const [first, ...others] = runsOf(command);
  if (!first) throw new Error("A command has a pipeline.");
  const { options } = command;
  const read = await readPlaces(dayRun(first, lastDate(first)), options);
  const { store, reader, isKnown } = read;
  const places: Places = { store, warehouse: { url: first.warehouse, reader, isKnown } };
  const chosen: ChosenPipeline[] = [];
  for (const runs of [first, ...others]) {
    if (runs.history) await checkEarliest(dayRun(runs, lastDate(runs)), runs.history, store);
    chosen.push({ runs, days: await chosenDays(runs, options, store) });
  }
  const planned = await callsOfRuns(chosen.flatMap(daysToMake), store);
  try {
    const pipelines = await plannedPipelines(chosen, planned, command, places);
    const known = planOf([first, ...others], planned);
    const isRefused = chosen.some(({ days: { refusal } }) => refusal !== null);
    const plan = { ...known, lacksAnswers: isRefused || known.lacksAnswers === true };
    const dates = [...new Set(planned.map(({ run }) => run.snapshotDate))].sort();
    const days = pipelines.flatMap((one) => [one, ...one.days]);
    const refusals = [read.refusal?.message, ...days.map(({ refusal }) => refusal)];
    const report: DryRunReport = {
      dry_run: true,
      ...{ source: plan.source, coins: plan.coins },
      ...{ output: plan.output, warehouse: plan.warehouse },
      ...costOf(plan, first),
      runner: plannedRunner(options),
      pipelines,
      files: makesDashboard(command)
        ? [await plannedFile(store, { kind: "dashboard", path: dashboardPath })]
        : [],
      tables: areChecked([first, ...others]) ? await checkTables(places.warehouse, dates) : [],
      views: updatesViews([first, ...others]) ? readViews("duckdb").map(({ name }) => name) : [],
      notes: [...read.notes, ...notesOn(planned)],
      refusals: [...new Set(refusals)].filter((refusal) => typeof refusal === "string"),
    };
    return { report, plan };
  } finally {
    await reader?.close();
  }
}

async function plannedPipelines(
  chosen: readonly ChosenPipeline[],
  planned: readonly RunCalls[],
  command: CommandLine,
  places: Places,
): Promise<PlannedPipeline[]> {
  const pipelines: PlannedPipeline[] = [];
  let isReplaced = false;
  for (const one of chosen) {
    const { store, warehouse } = places;
    const { refusal, superseded } = await checkPlaces(checkedRun(one), store, warehouse.reader);
    const checked = { refusal, superseded: isReplaced ? nothingSuperseded : superseded };
    // The first run that replaces another market or currency replaces all of it.
    isReplaced ||= superseded.files.length + superseded.tables.length > 0;
    const own = planned.filter(({ run }) => run.pipeline === one.runs.pipeline);
    pipelines.push(await plannedPipeline(one, own, command, places, checked));
  }
  return pipelines;
}

/** The results of the checks; of several days their rows are not counted. */
async function checkTables(
  warehouse: Places["warehouse"],
  dates: readonly string[],
): Promise<PlannedTable[]> {
  const [date, ...others] = dates;
  if (date === undefined) return [];
  const table = await plannedTable(warehouse, cryptoCheckResults, date);
  return [others.length > 0 ? { ...table, rows: null } : table];
}

function daysToMake({ days: { toMake } }: ChosenPipeline): Run[] {
  return toMake === null ? [] : toMake.dates.map((date) => dayRun(toMake, date));
}

/** Those of BigQuery are made when it is set up. */
function updatesViews(runs: readonly DayRuns[]): boolean {
  return runs.some(
    ({ pipeline, warehouse }) =>
      warehouse.startsWith("duckdb:") && pipelineSpecs[pipeline].callsApi,
  );
}

/** The runs of a command, with the identity that none of them will have. */
function runsOf({ pipelines, options }: CommandLine): DayRuns[] {
  const startedAt = new Date().toISOString();
  const { snapshotDates = [utcDay(startedAt)] as const } = options;
  const identity = { runId: newRunId(), startedAt, hasKey: hasKey(options) };
  return pipelines.map((name) => planRuns(name, { ...options, snapshotDates }, identity));
}

function costOf(plan: CommandPlan, { api }: DayRuns) {
  const calls = plan.runs.reduce((sum, run) => sum + callsIn(run.calls), 0);
  const { requestsPerMinute, maxRequests } = plan;
  const isFree = plans[api.plan].keyHeader === undefined;
  return {
    calls,
    requests_per_minute: requestsPerMinute,
    minutes: requestsPerMinute === null ? null : minutesOfCalls(calls, requestsPerMinute),
    max_requests: maxRequests,
    credits: isFree ? null : calls,
  };
}
