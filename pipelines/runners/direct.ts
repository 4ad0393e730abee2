import "../beam/sdk";
import { JobState_Enum } from "apache-beam/proto/beam_job_api";
import { directRunner } from "apache-beam/runners/direct_runner";
import { withCancellation } from "../beam/operators/cancellation";
import "../beam/operators/direct_group_by_key";
import "../beam/operators/direct_impulse";
import type { PipelineFn } from "../beam/pipeline_proto";
import type { RunResult } from "./run_result";

export interface DirectOptions {
  /** Cancels the run: it rejects with the signal's reason once everything in flight has stopped. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a pipeline in this process, as one bundle. An error thrown in a DoFn rejects with that very
 * error.
 */
export async function runDirect(
  pipeline: PipelineFn,
  { signal = new AbortController().signal }: DirectOptions = {},
): Promise<RunResult> {
  signal.throwIfAborted();
  const result = await withCancellation(signal, () => directRunner().run(pipeline));
  return {
    state: JobState_Enum[await result.waitUntilFinish()],
    counters: await result.counters(),
  };
}
