import { ActionableError } from "../../core/actionable_error";
import { statusOf } from "../../google/remote_call";
import type { DataflowClient, JobState } from "./client";
import type { DataflowJob } from "./job";

/**
 * Creates a job, once however often the request is retried: a response may be lost, and the service
 * then refuses the next request, or returns the job that exists.
 *
 * @throws ActionableError when another job of that name is active
 */
export async function createJob(client: DataflowClient, job: DataflowJob): Promise<JobState> {
  try {
    const created = await client.create(job);
    const { clientRequestId = job.clientRequestId } = created;
    return clientRequestId === job.clientRequestId ? created : refuseSecond(created);
  } catch (error) {
    const active = statusOf(error) === 409 ? await client.activeJob(job.name) : undefined;
    if (!active) throw error;
    return active.clientRequestId === job.clientRequestId ? active : refuseSecond(active);
  }
}

function refuseSecond({ name, id }: JobState): never {
  throw new ActionableError(
    `A job named ${name} is already active: ${id}.`,
    "Wait until it has ended, or pass another --jobName.",
  );
}
