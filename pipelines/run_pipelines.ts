import { keyIsMissing } from "./coingecko/explain";
import { plans } from "./coingecko/plans";
import { utcDay } from "./core/day";
import { interrupt } from "./core/interruption";
import { log } from "./core/log";
import type { CommandLine, Options } from "./options/options";
import { pipelines } from "./pipelines";
import { preflight } from "./preflight";
import { hasKey } from "./run/has_key";
import { planRun, type Run } from "./run/run";
import type { RunListener } from "./run/run_listener";
import { readReport } from "./run/report";
import { JobEndedError } from "./runners/job_ended_error";
import { type RunContext, runOn } from "./runners/run_on";
import type { ObjectStore } from "./storage/object_store";
import { openObjectStore } from "./storage/open_object_store";
import { newRunId } from "./core/run_id";
import { planCommand } from "./transforms/market/planned_calls";
import { recordEarlyFailure } from "./transforms/publish/failed_run";

/**
 * Runs the pipelines of a command line, one after the other.
 * @throws the error of the first pipeline that fails; the ones before it are complete
 */
export async function runPipelines(command: CommandLine, listener: RunListener): Promise<void> {
  // One day for all of them, also when midnight passes while they run.
  const { snapshotDate = utcDay() } = command.options;
  const options = { ...command.options, snapshotDate };
  const callsApi = command.pipelines.some((name) => pipelines[name].callsApi);
  const market =
    options.source.kind === "sample" && callsApi
      ? await serveSample(options.source.coins, snapshotDate)
      : null;
  const runs = command.pipelines.map(
    (name) => () =>
      planRun(name, options, {
        runId: newRunId(),
        startedAt: new Date().toISOString(),
        hasKey: hasKey(options),
        ...(market ? { sampleUrl: market.url } : {}),
      }),
  );
  try {
    if (options.runner !== "dataflow" && !hasKey(options)) await refuseMissingKey(runs);
    await showPlan(
      runs.map((planned) => planned()),
      options,
      listener,
    );
    const done: Run[] = [];
    for (const planned of runs) {
      interrupt.signal.throwIfAborted();
      const run = planned();
      if (options.runner === "dataflow") await launchOne(run, command, listener);
      else await runOne(run, command, listener);
      done.push(run);
    }
    if (options.runner !== "dataflow") await check(done, listener);
  } finally {
    await market?.close();
  }
}

async function check(runs: readonly Run[], listener: RunListener): Promise<void> {
  const { checkRuns } = await import("./check/check_runs.js");
  await checkRuns(runs, (line) => listener.onMessage?.(line));
}

/**
 * Refuses a command that lacks the key of its plan before its first pipeline runs, unless the date's
 * archive may have the answers.
 */
async function refuseMissingKey(runs: readonly (() => Run)[]): Promise<void> {
  const run = runs.map((planned) => planned()).find(({ pipeline }) => pipelines[pipeline].callsApi);
  if (run === undefined || plans[run.api.plan].keyHeader === undefined) return;
  const store = await openObjectStore(run.output, run.runId);
  const archived = store
    .list(`raw/${run.api.archive}/${run.snapshotDate}/`)
    [Symbol.asyncIterator]();
  const isArchived = (await archived.next()).done !== true;
  await archived.return?.();
  if (isArchived) return;
  const error = keyIsMissing(run.api);
  await recordEarlyFailure(run, error);
  throw error;
}

/** The output of a job on Dataflow may not be readable here: the plan does without its archive. */
async function showPlan(runs: readonly Run[], options: Options, listener: RunListener) {
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

async function runOne(run: Run, command: CommandLine, listener: RunListener): Promise<void> {
  const store = await openObjectStore(run.output, run.runId);
  const pipeline = pipelines[run.pipeline];
  listener.onStart(run);
  log.info({ pipeline: run.pipeline, run_id: run.runId, source: run.api.source }, "Run started.");
  try {
    // The output and the warehouse are checked while the larger half of the program is loaded.
    const checked = preflight(run, store);
    const [build] = await Promise.all([pipeline.load(), checked]);
    if (run.api.plan === "pro") {
      const { checkCredits } = await import("./transforms/market/credits.js");
      const credits = await checkCredits(run, interrupt.signal);
      if (credits !== undefined) listener.onMessage?.(credits);
    }
    await runOn(run, build(run), contextOf(command, listener));
  } catch (error) {
    await recordEarlyFailure(run, error);
    throw error;
  }
  await showEnd(run, store, listener);
}

/**
 * Hands a run over to Dataflow. The output and the warehouse are used by the workers: this account
 * may have no access to them. A job that was not waited for records itself, as far as it gets.
 */
async function launchOne(run: Run, command: CommandLine, listener: RunListener): Promise<void> {
  const { load } = pipelines[run.pipeline];
  const build = await load();
  const { state } = await runOn(run, build(run), contextOf(command, listener)).catch(
    async (error: unknown) => {
      // Of a job that is still running, or was never created, there is no end to record.
      if (error instanceof JobEndedError) await recordEarlyFailure(run, error);
      throw error;
    },
  );
  if (state !== "DONE") return;
  await showEnd(run, await openObjectStore(run.output, run.runId), listener);
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

async function showEnd(run: Run, store: ObjectStore, listener: RunListener): Promise<void> {
  const report = await readReport(store, run);
  if (report?.run_id !== run.runId) throw new Error(`The run ${run.runId} left no report.`);
  await listener.onEnd(run, report, store);
}
