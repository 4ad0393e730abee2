import type { PipelineFn } from "../beam/pipeline_proto";
import type { CommandLine } from "../options/options";
import type { JobServerSettings } from "../options/runner_settings";
import type { DayRuns } from "../run/day_runs";
import { describeRun, jobNameOf } from "./job_identity";
import type { JobEnvironment } from "./job_server/job_workers";
import type { RunResult } from "./run_result";

/** What a runner needs beside a run and its pipeline. */
export interface RunContext {
  readonly command: CommandLine;
  /** Cancels the run; on Dataflow it ends the waiting only. */
  readonly signal: AbortSignal;
  /** Called with what a person needs to know of a job while it is created and runs. */
  readonly onMessage: (line: string) => void;
}

/**
 * Runs a pipeline on the runner that the options name; each runner is loaded only where it is used.
 * A result whose state is `DONE` has ended; any other (see dataflow/run.ts) says that the run
 * continues, or starts, elsewhere.
 */
export async function runOn(
  run: DayRuns,
  pipeline: PipelineFn,
  { command, signal, onMessage }: RunContext,
): Promise<RunResult> {
  const { options, pipelines, given } = command;
  switch (options.runner) {
    case "direct": {
      const { runDirect } = await import("./direct.js");
      return runDirect(pipeline, { signal });
    }
    case "jobServer": {
      const { runOnJobServer } = await import("./job_server/run.js");
      return runOnJobServer(pipeline, {
        jobEndpoint: options.jobEndpoint,
        jobName: jobNameOf(run, options.jobName, pipelines),
        environment: jobEnvironment(options),
        parallelism: options.parallelism,
        signal,
      });
    }
    case "dataflow": {
      const { runOnDataflow } = await import("./dataflow/run.js");
      return runOnDataflow(pipeline, {
        settings: options,
        jobName: jobNameOf(run, options.jobName, pipelines),
        runId: run.runId,
        output: run.output,
        given: describeRun(run, given),
        signal,
        onMessage,
      });
    }
  }
}

/** A worker process has the job server's environment, not ours: it is given what redirects clients. */
function jobEnvironment({ environment }: JobServerSettings): JobEnvironment {
  return environment.type === "process"
    ? { ...environment, env: emulatorVariables() }
    : environment;
}

function emulatorVariables(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      name.endsWith("_EMULATOR_HOST") && value ? [[name, value]] : [],
    ),
  );
}
