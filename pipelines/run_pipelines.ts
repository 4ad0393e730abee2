import { keySource } from "./coingecko/api_key";
import { interrupt } from "./core/interruption";
import { log } from "./core/log";
import type { CommandLine, Options } from "./options/options";
import { pipelines } from "./pipelines";
import { preflight } from "./preflight";
import { planRun, type Run } from "./run/run";
import type { RunListener } from "./run/run_listener";
import { readReport } from "./run/report";
import { JobEndedError } from "./runners/job_ended_error";
import { type RunContext, runOn } from "./runners/run_on";
import type { ObjectStore } from "./storage/object_store";
import { openObjectStore } from "./storage/open_object_store";
import { newRunId } from "./core/run_id";
import { recordEarlyFailure } from "./transforms/publish/failed_run";

/**
 * Runs the pipelines of a command line, one after the other.
 * @throws what the first pipeline that failed threw; the ones before it have done their work
 */
export async function runPipelines(command: CommandLine, watcher: RunListener): Promise<void> {
  const startedAt = new Date().toISOString();
  // One day for all of them, also when midnight passes while they run.
  const snapshotDate = command.options.snapshotDate ?? startedAt.slice(0, 10);
  const options = { ...command.options, snapshotDate };
  const usesApi = command.pipelines.some((name) => name !== "date-dim");
  const market =
    options.source.kind === "sample" && usesApi
      ? await serveSample(options.source.coins, snapshotDate)
      : null;
  try {
    for (const name of command.pipelines) {
      const run = planRun(name, options, {
        runId: newRunId(),
        startedAt: new Date().toISOString(),
        hasKey: hasKey(options),
        ...(market ? { sampleUrl: market.url } : {}),
      });
      if (options.runner === "dataflow") await launchOne(run, command, watcher);
      else await runOne(run, command, watcher);
    }
  } finally {
    await market?.close();
  }
}

async function serveSample(coins: number, date: string) {
  const { serveSampleMarket } = await import("./sample_market/serve_sample_market.js");
  return serveSampleMarket({ coins, date });
}

async function runOne(run: Run, command: CommandLine, watcher: RunListener): Promise<void> {
  const store = await openObjectStore(run.output, run.runId);
  const pipeline = pipelines[run.pipeline];
  watcher.onStart(run);
  log.info({ pipeline: run.pipeline, run_id: run.runId, source: run.api.source }, "Run began.");
  try {
    // The disk and the warehouse answer while the program's own larger half is loaded.
    const checked = preflight(run, pipeline.table, store);
    const [build] = await Promise.all([pipeline.load(), checked]);
    await runOn(run, build(run), contextOf(command, watcher));
  } catch (error) {
    await recordEarlyFailure(run, pipeline.table, error);
    throw error;
  }
  await showEnd(run, store, watcher);
}

/**
 * Hands a run over to Dataflow. The output and the warehouse are used by the workers: this account
 * may have no access to them. A job that was not waited for records itself, as far as it gets.
 */
async function launchOne(run: Run, command: CommandLine, watcher: RunListener): Promise<void> {
  const { load, table } = pipelines[run.pipeline];
  const build = await load();
  const { state } = await runOn(run, build(run), contextOf(command, watcher)).catch(
    async (error: unknown) => {
      // Of a job that is still running, or was never created, there is no end to record.
      if (error instanceof JobEndedError) await recordEarlyFailure(run, table, error);
      throw error;
    },
  );
  if (state !== "DONE") return;
  await showEnd(run, await openObjectStore(run.output, run.runId), watcher);
}

function contextOf(command: CommandLine, watcher: RunListener): RunContext {
  return {
    command,
    signal: interrupt.signal,
    onMessage: (line) => {
      watcher.onMessage?.(line);
    },
  };
}

async function showEnd(run: Run, store: ObjectStore, watcher: RunListener): Promise<void> {
  const report = await readReport(store, run);
  if (report?.run_id !== run.runId) throw new Error(`The run ${run.runId} left no report.`);
  watcher.onEnd(run, report, store);
}

/** Whether the workers will have a key; those of Dataflow don't have this environment. */
function hasKey(options: Options): boolean {
  return keySource(options, options.runner === "dataflow" ? {} : process.env) !== undefined;
}
