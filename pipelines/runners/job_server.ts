import "apache-beam";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { JobState_Enum as JobState } from "apache-beam/proto/beam_job_api";
import { inEnvironment, type WorkerEnvironment } from "../beam/environment";
import { type PipelineFn, pipelineProto } from "../beam/pipeline_proto";
import { WorkerPool } from "../beam/worker_pool";
import { Problem } from "../problem";
import { followJob, type JobEnd } from "./job_progress";
import { JobService } from "./job_service";
import type { RunResult } from "./run_result";

export interface JobServerOptions {
  /** `host:port` of a Beam job server: Prism, Flink's, Spark's, Python's. */
  readonly jobEndpoint: string;
  readonly jobName: string;
  /**
   * Where workers run: as processes that the server starts on its machine (the default), in this
   * process (`loopback`), or in containers.
   */
  readonly environment?: WorkerEnvironment | { readonly type: "loopback" };
  /** How many parts of the work go on at once, on runners that need to be told. */
  readonly parallelism?: number;
  /** Cancels the job. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a pipeline on a Beam job server and waits until it is done. Nothing is staged: workers know
 * our DoFns by import.
 *
 * @throws Problem when there is no such server, when it goes away, and when the job fails: with the
 *   worker's error and its stack as the cause.
 */
export async function runOnJobServer(
  pipeline: PipelineFn,
  options: JobServerOptions,
): Promise<RunResult> {
  const { jobEndpoint, jobName, parallelism, signal } = options;
  signal?.throwIfAborted();
  const proto = await pipelineProto(pipeline);
  const service = await JobService.connect(jobEndpoint);
  const pool = options.environment?.type === "loopback" ? new WorkerPool() : undefined;
  try {
    const environment = pool
      ? ({ type: "external", endpoint: await pool.start() } as const)
      : ((options.environment as WorkerEnvironment | undefined) ?? workerProcess());
    const jobId = await service.submit(inEnvironment(proto, environment), jobName, {
      job_name: jobName,
      ...(parallelism && { parallelism, sdk_worker_parallelism: parallelism }),
    });
    const end = await followJob(service, jobId, signal);
    if (end.state !== JobState.DONE) {
      signal?.throwIfAborted();
      throw jobProblem(jobName, end);
    }
    return { state: JobState[end.state], counters: await service.counters(jobId) };
  } finally {
    pool?.stop();
    service.close();
  }
}

/** Our worker as a process beside the job server, which starts it as an executable file. */
export function workerProcess(env: Readonly<Record<string, string>> = {}): WorkerEnvironment {
  const command = join(__dirname, "..", "worker.js");
  chmodSync(command, 0o755);
  return { type: "process", command, env };
}

function jobProblem(jobName: string, { state, errors }: JobEnd): Problem {
  const cause = new Error(errors.join("\n"));
  cause.stack = cause.message;
  return new Problem(
    `The job ${jobName} ended as ${JobState[state]}: ${firstLineOf(errors)}`,
    "Mend the cause and run the same command again: nothing is doubled.",
    { cause },
  );
}

/**
 * Runners put their own words around a worker's error; its line begins with the step's name. A
 * traceback of Python tells the error in its last line.
 */
function firstLineOf(errors: readonly string[]): string {
  for (const error of errors) {
    const [line] = /In step .*/.exec(error) ?? [];
    if (line) return line;
  }
  const lines = errors[0]?.trim().split("\n") ?? [];
  const line = lines[0]?.startsWith("Traceback") ? lines.at(-1) : lines[0];
  return line ?? "the server gave no reason.";
}
