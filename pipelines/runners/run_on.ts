import type { PipelineFn } from "../beam/pipeline_proto";
import type { CommandLine, Options } from "../options/options";
import type { Run } from "../run/run";
import type { DataflowSettings } from "./dataflow/settings";
import { givenOptions, jobNameOf } from "./job_identity";
import type { RunResult } from "./run_result";

/** What a runner needs beside a run and its pipeline. */
export interface RunContext {
  readonly command: CommandLine;
  /** Cancels the run; on Dataflow it ends the waiting only. */
  readonly signal: AbortSignal;
  /** Told what a person needs to know of a job while it is created and runs. */
  readonly onMessage: (line: string) => void;
}

/**
 * Runs a pipeline on the runner that the options name; each runner is loaded only where it is used.
 * A result whose state is `DONE` has ended; any other (see dataflow.ts) says that the run goes on,
 * or begins, elsewhere.
 */
export async function runOn(
  run: Run,
  pipeline: PipelineFn,
  context: RunContext,
): Promise<RunResult> {
  const { options } = context.command;
  switch (options.runner) {
    case "direct": {
      const { runDirect } = await import("./direct.js");
      return runDirect(pipeline, { signal: context.signal });
    }
    case "jobServer":
      return runOnServer(run, pipeline, options, context);
    case "dataflow": {
      const { runOnDataflow } = await import("./dataflow/run.js");
      return runOnDataflow(pipeline, {
        // That what is needed is there was checked with the command line.
        settings: options as DataflowSettings,
        jobName: jobNameOf(run, context.command),
        runId: run.runId,
        output: run.output,
        given: givenOptions(run, context.command),
        signal: context.signal,
        onMessage: context.onMessage,
      });
    }
  }
}

async function runOnServer(
  run: Run,
  pipeline: PipelineFn,
  options: Options,
  { command, signal }: RunContext,
): Promise<RunResult> {
  const { runOnJobServer } = await import("./job_server/run.js");
  const { jobEndpoint = "", environmentType, sdkContainerImage = "", parallelism } = options;
  return runOnJobServer(pipeline, {
    jobEndpoint,
    jobName: jobNameOf(run, command),
    environment:
      environmentType === "loopback"
        ? { type: "loopback" }
        : environmentType === "docker"
          ? { type: "docker", image: sdkContainerImage }
          : { type: "process", env: endpointsOfThisProcess() },
    ...(parallelism !== undefined && { parallelism }),
    signal,
  });
}

/** A worker process has the job server's environment, not ours; what redirects clients goes along. */
function endpointsOfThisProcess(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      name.endsWith("_EMULATOR_HOST") && value ? [[name, value]] : [],
    ),
  );
}
