import "../../beam/sdk";
import { join, resolve } from "node:path";
import { Pipeline } from "apache-beam/proto/beam_runner_api";
import { inEnvironment } from "../../beam/environment";
import { type PipelineFn, pipelineProto } from "../../beam/pipeline_proto";
import { messageOf, type RetryPolicy } from "../../google/remote_call";
import { ActionableError } from "../../core/actionable_error";
import { emulatorEndpoint } from "../../google/emulator_endpoint";
import { isStorageUrl } from "../../google/storage_url";
import { DataflowClient, type JobState } from "./client";
import { userCounters } from "./counters";
import { createJob } from "./create_job";
import { type DataflowJob, describeJob } from "./job";
import type { GivenOptions } from "./job_source";
import { dataflowError } from "./errors";
import type { DataflowSettings } from "../../options/dataflow/settings";
import { refuseMissingBuckets, stagePipeline, writeJobFile } from "./staging";
import { waitForJob } from "./wait";
import { JobEndedError } from "../job_ended_error";
import type { RunResult } from "../run_result";

export interface DataflowLaunch {
  readonly settings: DataflowSettings;
  readonly jobName: string;
  readonly runId: string;
  /** Where the run's files go: its bucket must exist. */
  readonly output: string;
  /** What the job's page shows of our own options. */
  readonly given: GivenOptions;
  /** Ends the waiting; a job that is created keeps running. */
  readonly signal: AbortSignal;
  /** Called with what a person needs to know of the job. */
  readonly onMessage: (line: string) => void;
  /** How long to wait between two polls of the job, in milliseconds. */
  readonly pollMs?: number;
  /** How calls of the service are retried. */
  readonly retry?: RetryPolicy;
}

/**
 * Runs a pipeline on Dataflow: stages it, describes the job, and writes the description as a
 * template or creates the job. The state of the result is `DESCRIBED` for a job that was not
 * created, `CREATED` for one that was not waited for, and `DONE`.
 *
 * @throws ActionableError when a bucket is missing, when the service refuses the job, and when a job that is
 *   waited for ends in another state than done
 */
export async function runOnDataflow(
  pipeline: PipelineFn,
  launch: DataflowLaunch,
): Promise<RunResult> {
  const { settings, signal, onMessage, runId } = launch;
  signal.throwIfAborted();
  const { job, stagingLocation } = await stageJob(await pipelineProto(pipeline), launch);
  const { templateLocation } = settings;
  if (templateLocation !== undefined) {
    await writeJobFile(templateLocation, job, runId);
    onMessage(`The job's template: ${templateLocation}`);
    return { state: "DESCRIBED", counters: {} };
  }
  if (!isStorageUrl(stagingLocation)) {
    const file = join(stagingLocation, "job.json");
    await writeJobFile(file, job, runId);
    onMessage(`The job's description: ${file}`);
    // The service can't read this machine's files; one that stands in for it may.
    if (!emulatorEndpoint("DATAFLOW_EMULATOR_HOST")) return { state: "DESCRIBED", counters: {} };
  }
  signal.throwIfAborted();
  const client = new DataflowClient(settings, launch.retry);
  try {
    const created = await createJob(client, job);
    onMessage(`Job ${created.id}: ${consoleUrl(created, settings)}`);
    if (!settings.wait) return { state: "CREATED", counters: {} };
    return await resultOfJob(client, created, launch);
  } catch (error) {
    throw dataflowError(error, settings);
  }
}

async function stageJob(
  proto: Pipeline,
  { settings, jobName, runId, given, output }: DataflowLaunch,
): Promise<{ job: DataflowJob; stagingLocation: string }> {
  const staging = absolute(settings.stagingLocation);
  const temp = absolute(settings.tempLocation);
  if (isStorageUrl(staging)) {
    const { templateLocation } = settings;
    const places = [staging, temp, output];
    if (templateLocation !== undefined) places.push(templateLocation);
    await refuseMissingBuckets(places, runId);
  }
  const inContainer = inEnvironment(proto, { type: "docker", image: settings.sdkContainerImage });
  const places = await stagePipeline(
    Pipeline.toBinary(inContainer),
    { stagingLocation: staging, tempLocation: temp },
    { job: `${jobName.slice(0, 63)}.${runId}`, runId },
  );
  const about = { proto: inContainer, jobName, settings, given, places };
  const job = describeJob({ ...about, clientRequestId: runId });
  return { job, stagingLocation: places.stagingLocation };
}

async function resultOfJob(
  client: DataflowClient,
  created: JobState,
  { settings, signal, onMessage, pollMs = 10_000 }: DataflowLaunch,
): Promise<RunResult> {
  const { id, name } = created;
  const page = consoleUrl(created, settings);
  const end = await waitForJob(client, id, { signal, onMessage, pollMs }).catch(
    (error: unknown) => {
      const { project, region } = settings;
      const cancel = `gcloud dataflow jobs cancel ${id} --project=${project} --region=${region}`;
      if (signal.aborted) {
        throw new ActionableError(
          `Interrupted: the job ${id} is still running.`,
          `To cancel it too: ${cancel}`,
        );
      }
      throw new ActionableError(
        `Lost contact with the job ${id}; it is still running: ${messageOf(error)}.`,
        `Its page: ${page}`,
        { cause: error },
      );
    },
  );
  if (end.state === "JOB_STATE_DONE") {
    return { state: "DONE", counters: userCounters(await client.metrics(id)) };
  }
  const state = end.state.replace(/^JOB_STATE_/, "");
  // A job that was updated is continued by another one.
  const EndError = state === "UPDATED" ? ActionableError : JobEndedError;
  throw new EndError(
    `The Dataflow job ${name} (${id}) ended as ${state}: ${firstLine(end.errors)}`,
    `Its page: ${page} It is safe to run the same command again.`,
    { cause: new Error(end.errors.join("\n")) },
  );
}

function firstLine([error]: readonly string[]): string {
  return error?.split("\n")[0] ?? "Dataflow gave no reason.";
}

function consoleUrl({ id }: JobState, { project, region }: DataflowSettings): string {
  return `https://console.cloud.google.com/dataflow/jobs/${region}/${id}?project=${project}`;
}

function absolute(location: string): string {
  return isStorageUrl(location) ? location : resolve(location);
}
