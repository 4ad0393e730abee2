import "../../pipelines/beam/sdk";
import { createHash } from "node:crypto";
import { JobState_Enum } from "apache-beam/proto/beam_job_api";
import { Pipeline } from "apache-beam/proto/beam_runner_api";
import * as v from "valibot";
import { inEnvironment } from "../../pipelines/beam/environment";
import { followJob, stepErrorOf } from "../../pipelines/runners/job_server/job_progress";
import { JobService } from "../../pipelines/runners/job_server/job_service";
import type { LocalImage } from "./image";
import type { LocalJob } from "./job";
import type { LocalStorage } from "./storage";
import { watchWorker, type WorkerLimits } from "./worker";

const image = v.object({ containerImage: v.string(), environmentId: v.string() });

const workerPool = v.object({
  sdkHarnessContainerImages: v.pipe(v.array(image), v.nonEmpty()),
});

/** What is needed of a job's description; the rest is about machines. */
export const jobSchema = v.object({
  name: v.string(),
  labels: v.optional(v.record(v.string(), v.string())),
  environment: v.object({
    workerPools: v.pipe(v.array(workerPool), v.length(1)),
    sdkPipelineOptions: v.object({
      options: v.object({ pipelineUrl: v.string(), pipelineProtoHash: v.string() }),
    }),
  }),
});

export type JobDescription = v.InferOutput<typeof jobSchema>;

/** The image that a described job's workers run. */
export function workerImage({ environment: { workerPools } }: JobDescription): string {
  return workerPools[0]?.sdkHarnessContainerImages[0]?.containerImage ?? "";
}

export interface Execution {
  readonly job: LocalJob;
  readonly storage: LocalStorage;
  /** `host:port` of Prism's job service. */
  readonly endpoint: string;
  readonly limits: WorkerLimits;
}

/**
 * Runs a described job: takes the staged graph and has Prism execute it, with the image's worker as
 * processes.
 * @throws Error with the workers' errors when it does not end as DONE
 */
export async function runOnPrism(
  { environment }: JobDescription,
  image: LocalImage,
  env: Readonly<Record<string, string>>,
  { job, storage, endpoint, limits }: Execution,
): Promise<void> {
  const { pipelineUrl, pipelineProtoHash } = environment.sdkPipelineOptions.options;
  const bytes = await storage.read(pipelineUrl);
  if (createHash("sha256").update(bytes).digest("hex") !== pipelineProtoHash) {
    throw new Error(`The staged pipeline ${pipelineUrl} is not the one that the job describes.`);
  }
  const service = await JobService.connect(endpoint);
  const worker = await watchWorker(image, limits);
  const pipeline = inEnvironment(Pipeline.fromBinary(bytes), {
    type: "process",
    command: worker.command,
    env: { ...env, ...image.env, ...worker.env },
  });
  try {
    const id = await service.submit(pipeline, job.name, { job_name: job.name });
    const ends = AbortSignal.any([job.signal, worker.died]);
    const end = await followJob(service, id, ends);
    worker.died.throwIfAborted();
    if (end.state === JobState_Enum.DONE) return;
    const isOwnFailure = stepErrorOf(end) !== undefined || job.signal.aborted;
    const lost = isOwnFailure ? undefined : await worker.lost();
    throw new Error(
      lost ?? (end.errors.join("\n") || `The job ended as ${JobState_Enum[end.state]}.`),
    );
  } finally {
    service.close();
    worker.stop();
  }
}
