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
import { planRun, type Run } from "../run/run";
import { readViews } from "../warehouses/view_files";
import { callsOfRuns, planOf } from "../transforms/market/planned_calls";
import { nothingSuperseded } from "../transforms/publish/one_currency";
import type { DryRunReport, PlannedDay, PlannedPipeline } from "./dry_run_report";
import { notesOn } from "./notes";
import { type Places, plannedDay } from "./planned_day";
import { plannedFile } from "./planned_files";
import { plannedRunner } from "./planned_runner";
import { plannedTable } from "./planned_tables";
import { checkRun } from "./refusal";
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
  const runs = [first, ...others];
  const read = await readPlaces(first, command.options);
  const { store, reader, isKnown } = read;
  const planned = await callsOfRuns(runs, store);
  const places: Places = { store, warehouse: { url: first.warehouse, reader, isKnown } };
  try {
    const days = new Map<Run, PlannedDay>();
    let isReplaced = false;
    for (const one of planned) {
      const { refusal, superseded } = await checkRun(one, command.options, store, reader);
      const checked = { refusal, superseded: isReplaced ? nothingSuperseded : superseded };
      // The first run that replaces another market or currency replaces all of it.
      isReplaced ||= superseded.files.length + superseded.tables.length > 0;
      days.set(one.run, await plannedDay(one, command, places, checked));
    }
    const plan = planOf(first, planned);
    const refusals = [read.refusal?.message, ...Array.from(days.values(), (day) => day.refusal)];
    const report: DryRunReport = {
      dry_run: true,
      ...{ source: plan.source, coins: plan.coins },
      ...{ output: plan.output, warehouse: plan.warehouse },
      ...costOf(plan, first),
      runner: plannedRunner(command.options),
      pipelines: byPipeline(days),
      files: makesDashboard(command)
        ? [await plannedFile(store, { kind: "dashboard", path: dashboardPath })]
        : [],
      tables: areChecked(runs)
        ? [await plannedTable(places.warehouse, cryptoCheckResults, first.snapshotDate)]
        : [],
      views: updatesViews(runs) ? readViews("duckdb").map(({ name }) => name) : [],
      notes: [...read.notes, ...notesOn(planned)],
      refusals: [...new Set(refusals)].filter((refusal) => typeof refusal === "string"),
    };
    return { report, plan };
  } finally {
    await reader?.close();
  }
}

/** Those of BigQuery are made when it is set up. */
function updatesViews(runs: readonly Run[]): boolean {
  return runs.some(
    ({ pipeline, warehouse }) =>
      warehouse.startsWith("duckdb:") && pipelineSpecs[pipeline].callsApi,
  );
}

/** The runs of a command, of each pipeline and day, with the identity that none of them will have. */
function runsOf({ pipelines, options }: CommandLine): Run[] {
  const startedAt = new Date().toISOString();
  const { snapshotDate = utcDay(startedAt) } = options;
  const identity = { runId: newRunId(), startedAt, hasKey: hasKey(options) };
  return pipelines.map((name) => planRun(name, { ...options, snapshotDate }, identity));
}

function costOf(plan: CommandPlan, { api }: Run) {
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

function byPipeline(days: ReadonlyMap<Run, PlannedDay>): PlannedPipeline[] {
  const pipelines = new Map<Run["pipeline"], PlannedDay[]>();
  for (const [{ pipeline }, day] of days) {
    pipelines.set(pipeline, [...(pipelines.get(pipeline) ?? []), day]);
  }
  return Array.from(pipelines, ([pipeline, ofPipeline]) => ({ pipeline, days: ofPipeline }));
}
