import { tablesOf } from "../schemas/tables";
import { utcDay } from "./core/day";
import { interrupt } from "./core/interruption";
import { log } from "./core/log";
import type { CommandLine, Options } from "./options/options";
import { pipelines } from "./pipelines";
import { preflight } from "./preflight";
import { refuseBeforeStart } from "./refuse_before_start";
import { chooseDays, type ChosenDays } from "./run/choose_days";
import { type DayRuns, dayRun, lastDate } from "./run/day_runs";
import { hasKey } from "./run/has_key";
import { planRuns } from "./run/plan_runs";
import type { RunListener } from "./run/run_listener";
import { readReport } from "./run/report";
import { JobEndedError } from "./runners/job_ended_error";
import { type RunContext, runOn } from "./runners/run_on";
import type { ObjectStore } from "./storage/object_store";
import { openObjectStore } from "./storage/open_object_store";
import { newRunId } from "./core/run_id";
import { planCommand } from "./transforms/market/planned_calls";
import { recordEarlyFailures } from "./transforms/publish/failed_run";
import { holdsRows } from "./warehouses/holds_rows";

/**
 * Runs the pipelines of a command line, one after the other.
 * @throws the error of the first pipeline that fails; the ones before it are complete
 */
export async function runPipelines(command: CommandLine, listener: RunListener): Promise<void> {
  // The same days for all of them, also when midnight passes while they run.
  const { snapshotDates = [utcDay()] as const } = command.options;
  const options = { ...command.options, snapshotDates };
  const callsApi = command.pipelines.some((name) => pipelines[name].callsApi);
  const market =
    options.source.kind === "sample" && callsApi
      ? await serveSample(options.source.coins, lastDate({ dates: snapshotDates }))
      : null;
  const runs = command.pipelines.map(
    (name) => () =>
      planRuns(name, options, {
        runId: newRunId(),
        startedAt: new Date().toISOString(),
        hasKey: hasKey(options),
        ...(market ? { sampleUrl: market.url } : {}),
      }),
  );
  try {
    await refuseBeforeStart(runs, options);
    await showPlan(
      runs.map((planned) => planned()),
      options,
      listener,
    );
    const done: DayRuns[] = [];
    for (const planned of runs) {
      interrupt.signal.throwIfAborted();
      if (options.runner === "dataflow") await launchOne(planned(), command, listener);
      else done.push(...(await runOne(planned(), command, listener)));
    }
    if (options.runner !== "dataflow") await check(done, listener);
  } finally {
    await market?.close();
  }
}

async function check(runs: readonly DayRuns[], listener: RunListener): Promise<void> {
  const { checkRuns } = await import("./check/check_runs.js");
  await checkRuns(runs, (line) => listener.onMessage?.(line));
}

/** The output of a job on Dataflow may not be readable here: the plan does without its archive. */
async function showPlan(runs: readonly DayRuns[], options: Options, listener: RunListener) {
  const [first, ...others] = runs;
  if (first === undefined || !listener.onPlan) return;
  const { output, runId } = first;
  const store = options.runner === "dataflow" ? null : await openObjectStore(output, runId);
  listener.onPlan(await planCommand([first, ...others], store));
}

async function serveSample(coins: number, date: string) {
  const { serveSampleMarket } = await import("./sample_market/serve_sample_market.js");
  return serveSampleMarket({ coins, date });
}

/** @returns the runs of the days that are done then, whether by this run or before; none or one */
async function runOne(
  runs: DayRuns,
  command: CommandLine,
  listener: RunListener,
): Promise<DayRuns[]> {
  const store = await openObjectStore(runs.output, runs.runId);
  const pipeline = pipelines[runs.pipeline];
  listener.onStart(runs);
  const { api, runId: run_id } = runs;
  log.info({ pipeline: runs.pipeline, run_id, source: api.source }, "Run started.");
  let toMake: DayRuns | null = null;
  try {
    const chosen = await daysToMake(runs, store, command.options);
    ({ toMake } = chosen);
    if (toMake === null) {
      listener.onDays?.(runs, { made: 0, done: chosen.done.length });
      return withDates(runs, chosen.done);
    }
    // The output and the warehouse are checked while the larger half of the program is loaded.
    const checked = preflight(dayRun(toMake, lastDate(toMake)), store);
    const [build] = await Promise.all([pipeline.load(), checked]);
    if (api.plan === "pro") {
      const { checkCredits } = await import("./transforms/market/credits.js");
      const credits = await checkCredits(toMake, interrupt.signal);
      if (credits !== undefined) listener.onMessage?.(credits);
    }
    await runOn(toMake, build(toMake), contextOf(command, listener));
    await showEnd(toMake, store, listener);
    if (runs.dates.length > 1) {
      listener.onDays?.(runs, { made: toMake.dates.length, done: chosen.done.length });
    }
    return withDates(runs, [...chosen.done, ...toMake.dates]);
  } catch (error) {
    if (toMake) await recordEarlyFailures(toMake, error);
    if (toMake && toMake.dates.length > 1) await showDone(toMake, store, listener);
    throw error;
  }
}

/** The runs of some of the days; none where there are no days. */
function withDates(runs: DayRuns, [first, ...others]: readonly string[]): DayRuns[] {
  return first === undefined ? [] : [{ ...runs, dates: [first, ...others] }];
}

/**
 * Hands a run over to Dataflow. The output and the warehouse are used by the workers: this account
 * may have no access to them. A job that was not waited for records itself, as far as it gets.
 */
async function launchOne(
  runs: DayRuns,
  command: CommandLine,
  listener: RunListener,
): Promise<void> {
  const { load } = pipelines[runs.pipeline];
  const build = await load();
  const store = await openObjectStore(runs.output, runs.runId);
  const chosen = await daysToMake(runs, store, command.options);
  const toMake = chosen.toMake ?? (writesTemplate(command) ? lastDone(runs, chosen.done) : null);
  if (toMake === null) {
    listener.onDays?.(runs, { made: 0, done: chosen.done.length });
    return;
  }
  const { state } = await runOn(toMake, build(toMake), contextOf(command, listener)).catch(
    async (error: unknown) => {
      // Of a job that is still running, or was never created, there is no end to record.
      if (error instanceof JobEndedError) await recordEarlyFailures(toMake, error);
      throw error;
    },
  );
  if (state !== "DONE") return;
  await showEnd(toMake, store, listener);
}

function daysToMake(
  runs: DayRuns,
  store: ObjectStore,
  { onlyArchived }: Options,
): Promise<ChosenDays> {
  const { main } = tablesOf(runs.pipeline);
  return chooseDays(runs, store, onlyArchived, () => holdsRows(runs.warehouse, main));
}

function writesTemplate({ options }: CommandLine): boolean {
  return options.runner === "dataflow" && options.templateLocation !== undefined;
}

/**
 * The last of the days that are done: Dataflow takes a template without a job for a failed launch, and
 * to make a day again changes nothing.
 */
function lastDone(runs: DayRuns, done: readonly string[]): DayRuns {
  const date = done.at(-1) ?? lastDate(runs);
  const callingDates = runs.callingDates.filter((one) => one === date);
  return { ...runs, dates: [date], callingDates };
}

function contextOf(command: CommandLine, listener: RunListener): RunContext {
  return {
    command,
    signal: interrupt.signal,
    onMessage: (line) => {
      listener.onMessage?.(line);
    },
  };
}

async function showEnd(runs: DayRuns, store: ObjectStore, listener: RunListener): Promise<void> {
  for (const date of runs.dates) {
    const run = dayRun(runs, date);
    const report = await readReport(store, run);
    // A day of a history for which no coin has a price stays as it was.
    if (report?.run_id !== run.runId && runs.history !== null && date !== lastDate(runs)) continue;
    if (report?.run_id !== run.runId) throw new Error(`The run ${run.runId} left no report.`);
    await listener.onEnd(runs, report, store);
  }
}

/** Of a run that failed, the days that are done all the same. */
async function showDone(runs: DayRuns, store: ObjectStore, listener: RunListener): Promise<void> {
  for (const date of runs.dates) {
    const run = dayRun(runs, date);
    const report = await readReport(store, run);
    if (report?.run_id !== run.runId || report.state !== "DONE") continue;
    await listener.onEnd(runs, report, store);
  }
}
