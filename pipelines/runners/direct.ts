import "apache-beam";
import { JobState_Enum } from "apache-beam/proto/beam_job_api";
import type { PValue, Root } from "apache-beam/pvalue";
import { directRunner } from "apache-beam/runners/direct_runner";
import "../beam/direct_impulse";

/** How a run ended, and the sum of each counter over all its workers. */
export interface RunResult {
  readonly state: string;
  readonly counters: Readonly<Record<string, number>>;
}

/**
 * Runs a pipeline in this process, as one bundle. An error thrown in a DoFn rejects with that very
 * error.
 */
export async function runDirect(
  pipeline: (root: Root) => PValue<unknown> | Promise<PValue<unknown>>,
): Promise<RunResult> {
  const result = await directRunner().run(pipeline);
  return {
    state: JobState_Enum[await result.waitUntilFinish()],
    counters: await result.counters(),
  };
}
