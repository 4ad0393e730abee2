import { ActionableError } from "../../core/actionable_error";
import { statusOf } from "../../google/remote_call";
import type { DataflowClient, JobState } from "./client";
import type { DataflowJob } from "./job";

/**
 * Creates a job, once however often the request is repeated: an answer may be lost, and the service
 * then refuses the next request, or answers with the job that there is.
 *
 * @throws Problem when another job of that name is active
 */
export async function createJob(client: DataflowClient, job: DataflowJob): Promise<JobState> {
  try {
    const created = await client.create(job);
    const { clientRequestId = job.clientRequestId } = created;
    return clientRequestId === job.clientRequestId ? created : refuse(created);
  } catch (error) {
    const active = statusOf(error) === 409 ? await client.activeJob(job.name) : undefined;
    if (!active) throw error;
    return active.clientRequestId === job.clientRequestId ? active : refuse(active);
  }
}

function refuse({ name, id }: JobState): never {
  throw new ActionableError(
    `A job named ${name} is active already: ${id}.`,
    "Wait until it has ended, or pass another --job-name.",
  );
}
