import { ActionableError } from "../core/actionable_error";
import { isStorageUrl } from "../google/storage_url";
import { LocalObjectStore } from "./local/object_store";
import type { ObjectStore } from "./object_store";

/**
 * The store that `--output` names: a directory, or `gs://bucket/prefix`, whose client is loaded
 * only then.
 */
export async function openObjectStore(output: string, runId: string): Promise<ObjectStore> {
  if (isStorageUrl(output)) {
    const { CloudObjectStore } = await import("./cloud/object_store.js");
    return new CloudObjectStore(output, runId);
  }
  if (/^[a-z0-9]{2,}:\/\//i.test(output)) {
    throw new ActionableError(
      `--output=${output} is not supported.`,
      "Give a directory or gs://bucket/prefix.",
    );
  }
  return new LocalObjectStore(output, runId);
}
