import { parseCommandLine } from "../../../pipelines/cli/command_line";
import { dateDim } from "../../../pipelines/date_dim";
import { log } from "../../../pipelines/core/log";
import { planRuns } from "../../../pipelines/run/plan_runs";
import { type DataflowLaunch, runOnDataflow } from "../../../pipelines/runners/dataflow/run";
import type { RunResult } from "../../../pipelines/runners/run_result";
import { DataflowDouble } from "../../../emulators/google/dataflow_double";
import { environmentVariables } from "../environment_variables";
import { StorageDouble } from "../../../emulators/google/storage/double";

/** Doubles of Cloud Storage and Dataflow, new for each test, which this process's clients call. */
export interface DoubledCloud {
  readonly storage: StorageDouble;
  readonly dataflow: DataflowDouble;
}

export interface Launched {
  readonly result: Promise<RunResult>;
  /** The messages so far. */
  readonly messages: string[];
  readonly abort: (reason: Error) => void;
}

/** With the buckets gs://my-bucket and gs://my-output. */
export function doubledCloud(): () => DoubledCloud {
  const setEnvironment = environmentVariables();
  let cloud: DoubledCloud;
  beforeEach(async () => {
    const storage = new StorageDouble("my-bucket", "my-output");
    const dataflow = new DataflowDouble();
    cloud = { storage, dataflow };
    setEnvironment({
      STORAGE_EMULATOR_HOST: await storage.start(),
      DATAFLOW_EMULATOR_HOST: (await dataflow.start()).replace("http://", ""),
    });
    log.level = "silent";
  });
  afterEach(async () => {
    await Promise.all([cloud.storage.stop(), cloud.dataflow.stop()]);
  });
  return () => cloud;
}

/** Launches date-dim as `my-job`, with the required flags and these. */
export function launchDateDim(
  flags: readonly string[] = [],
  changes: Partial<DataflowLaunch> = {},
): Launched {
  const { options } = parseCommandLine([
    "date-dim",
    "--runner=dataflow",
    "--project=my-project",
    "--region=us-central1",
    "--tempLocation=gs://my-bucket/tmp",
    "--output=gs://my-output/crypto",
    "--sdkContainerImage=gcr.io/p/img:1",
    ...flags,
  ]);
  if (options.runner !== "dataflow") throw new Error("It is no job of Dataflow.");
  const { runId = "20260102T030405Z-host-1-abcd" } = changes;
  const startedAt = "2026-01-02T03:04:05.000Z";
  const run = planRuns("date-dim", options, { runId, startedAt, hasKey: false });
  const messages: string[] = [];
  const controller = new AbortController();
  const result = runOnDataflow(dateDim(run), {
    settings: options,
    jobName: "my-job",
    runId,
    output: run.output,
    given: { snapshotDate: run.dates[0] },
    signal: controller.signal,
    onMessage: (line) => messages.push(line),
    pollMs: 5,
    retry: { attempts: 3, firstDelay: 10, longestDelay: 10, timeout: 2_000 },
    ...changes,
  });
  return {
    result,
    messages,
    abort: (reason) => {
      controller.abort(reason);
    },
  };
}
