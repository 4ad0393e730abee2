import "apache-beam";
import { JobState_Enum } from "apache-beam/proto/beam_job_api";
import { directRunner } from "apache-beam/runners/direct_runner";
import "../beam/direct_impulse";
import type { PipelineFn } from "../beam/pipeline_proto";
import type { RunResult } from "./run_result";

/**
 * Runs a pipeline in this process, as one bundle. An error thrown in a DoFn rejects with that very
 * error.
 */
export async function runDirect(pipeline: PipelineFn): Promise<RunResult> {
  const result = await directRunner().run(pipeline);
  return {
    state: JobState_Enum[await result.waitUntilFinish()],
    counters: await result.counters(),
  };
}
