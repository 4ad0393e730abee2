import "../../beam/sdk";
import { JobState_Enum as JobState } from "apache-beam/proto/beam_job_api";
import { inEnvironment } from "../../beam/environment";
import { type PipelineFn, pipelineProto } from "../../beam/pipeline_proto";
import { spreadWork } from "../../beam/spread_work";
import { ActionableError } from "../../core/actionable_error";
import { followJob, type JobEnd, stepErrorOf } from "./job_progress";
import { JobService } from "./job_service";
import { type JobEnvironment, type JobWorkers, startJobWorkers } from "./job_workers";
import { lostWorkerAdvice } from "./worker_watch";
import type { RunResult } from "../run_result";

export interface JobServerOptions {
  /** `host:port` of a Beam job server: Prism, Flink's, Spark's, Python's. */
  readonly jobEndpoint: string;
  readonly jobName: string;
  /** Where workers run: by default in processes that the server starts. */
  readonly environment?: JobEnvironment;
  /** How many parts of the work run at once, on runners that do not decide that themselves. */
  readonly parallelism?: number | undefined;
  /** Cancels the job. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a pipeline on a Beam job server and waits until it is done. Nothing is staged: workers know
 * our DoFns by import.
 *
 * @throws ActionableError when there is no such server, when it or a worker is lost, and when the job
 *   fails: the worker's error and its stack are the cause.
 */
export async function runOnJobServer(
  pipeline: PipelineFn,
  options: JobServerOptions,
): Promise<RunResult> {
  const { jobEndpoint, jobName, parallelism, signal } = options;
  signal?.throwIfAborted();
  const description = await pipelineProto(pipeline);
  const service = await JobService.connect(jobEndpoint);
  const environments = (await service.describesOption("sdk_worker_parallelism"))
    ? 1
    : (parallelism ?? 1);
  const proto = spreadWork(description, environments);
  const workers = await startJobWorkers(options.environment ?? { type: "process" });
  try {
    const jobId = await service.submit(inEnvironment(proto, workers.environment), jobName, {
      job_name: jobName,
      ...(parallelism !== undefined && { parallelism, sdk_worker_parallelism: parallelism }),
    });
    const stop = AbortSignal.any([workers.died, ...(signal ? [signal] : [])]);
    const end = await followJob(service, jobId, stop);
    if (end.state !== JobState.DONE) {
      stop.throwIfAborted();
      throw await jobError(jobName, end, workers);
    }
    return { state: JobState[end.state], counters: await service.counters(jobId) };
  } finally {
    workers.stop();
    service.close();
  }
}

/** What happened to the job's workers explains a failure that no step's error does. */
async function jobError(
  jobName: string,
  end: JobEnd,
  workers: JobWorkers,
): Promise<ActionableError> {
  const { state, errors } = end;
  const cause = new Error(errors.join("\n"));
  cause.stack = cause.message;
  const failed = (why: string, next: string) =>
    new ActionableError(`The job ${jobName} ended as ${JobState[state]}: ${why}`, next, { cause });
  const step = stepErrorOf(end);
  const lost = step === undefined ? await workers.lost() : undefined;
  if (lost !== undefined) return failed(`${lost}.`, lostWorkerAdvice);
  return failed(
    step ?? firstLineOf(end),
    "Fix the cause. It is safe to run the same command again.",
  );
}

/** The server's first error; a Python traceback has the error in its last line. */
function firstLineOf({ errors }: JobEnd): string {
  const lines = errors[0]?.trim().split("\n") ?? [];
  const line = lines[0]?.startsWith("Traceback") ? lines.at(-1) : lines[0];
  return line ?? "The server gave no reason.";
}
