import { createHash } from "node:crypto";
import { posix } from "node:path";
import { ActionableError } from "../../core/actionable_error";
import { statusOf } from "../../google/remote_call";
import { isStorageUrl, parseStorageUrl } from "../../google/storage_url";
import { openObjectStore } from "../../storage/open_object_store";
import type { JobPlaces } from "./job_source";

/**
 * Puts a job's graph where the service finds it: `<stagingLocation>/<job>/pipeline.pb`, in a folder
 * of this job alone.
 */
export async function stagePipeline(
  pipeline: Uint8Array,
  places: { readonly stagingLocation: string; readonly tempLocation: string },
  { job, runId }: { readonly job: string; readonly runId: string },
): Promise<JobPlaces> {
  const stagingLocation = `${places.stagingLocation}/${job}`;
  const store = await openObjectStore(stagingLocation, runId);
  await store.write("pipeline.pb", pipeline, { contentType: "application/octet-stream" });
  await store.removeTemporary();
  return {
    stagingLocation,
    tempLocation: `${places.tempLocation}/${job}`,
    pipelineUrl: `${stagingLocation}/pipeline.pb`,
    pipelineProtoHash: createHash("sha256").update(pipeline).digest("hex"),
  };
}

/** Writes a job's description to `gs://bucket/object` or to a file, atomically. */
export async function writeJobFile(location: string, job: object, runId: string): Promise<void> {
  const store = await openObjectStore(folderOf(location), runId);
  await store.write(posix.basename(location), `${JSON.stringify(job, null, 2)}\n`, {
    contentType: "application/json",
  });
  await store.removeTemporary();
}

/**
 * Refuses buckets that don't exist. A bucket that this account may not read is accepted: the workers
 * may run as another account.
 *
 * @param locations URLs; paths of this machine are not checked.
 * @throws ActionableError
 */
export async function refuseMissingBuckets(
  locations: readonly string[],
  runId: string,
): Promise<void> {
  const buckets = new Set(locations.flatMap((location) => parseStorageUrl(location)?.bucket ?? []));
  for (const bucket of buckets) {
    const store = await openObjectStore(`gs://${bucket}`, runId);
    try {
      await store.read("crypto-pipelines-looks-for-its-bucket");
    } catch (error) {
      if (!(error instanceof ActionableError) || statusOf(error.cause) !== 403) throw error;
    }
  }
}

function folderOf(location: string): string {
  return isStorageUrl(location)
    ? location.slice(0, location.lastIndexOf("/"))
    : posix.dirname(location);
}
