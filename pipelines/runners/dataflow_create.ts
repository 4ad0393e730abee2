import { Problem } from "../problem";
import { statusOf } from "../google/remote_call";
import type { DataflowClient, JobState } from "./dataflow_client";
import type { DataflowJob } from "./dataflow_job";

/**
 * Creates a job, once however often the request is repeated: an answer may be lost, and the service
 * then refuses the next request, or answers with the job that there is.
 *
 * @throws Problem when another job of that name is active
 */
export async function createJob(client: DataflowClient, job: DataflowJob): Promise<JobState> {
  const created = await client.create(job).catch(async (error: unknown) => {
    const active = statusOf(error) === 409 ? await client.activeJob(job.name) : undefined;
    if (!active) throw error;
    return active;
  });
  if (created.clientRequestId !== undefined && created.clientRequestId !== job.clientRequestId) {
    throw new Problem(
      `A job named ${job.name} is active already: ${created.id}.`,
      "Wait until it has ended, or pass another --job-name.",
    );
  }
  return created;
}
