import { createRequire } from "node:module";
import { ActionableError } from "../core/actionable_error";
import { isStorageUrl } from "../google/storage_url";
import { LocalObjectStore } from "./local/object_store";
import type { ObjectStore } from "./object_store";

/**
 * The store that `--output` names: a directory, or `gs://bucket/prefix`, whose client is loaded
 * only then.
 */
export function openObjectStore(output: string, runId: string): Promise<ObjectStore> {
  if (isStorageUrl(output)) {
    // By require, since the compiled tests run as CommonJS, where Jest has no import().
    const load = createRequire(__filename);
    const module = load("./cloud/object_store") as typeof import("./cloud/object_store");
    return Promise.resolve(new module.CloudObjectStore(output, runId));
  }
  if (/^[a-z0-9]{2,}:\/\//i.test(output)) {
    throw new ActionableError(
      `--output=${output} is not supported.`,
      "Give a directory or gs://bucket/prefix.",
    );
  }
  return Promise.resolve(new LocalObjectStore(output, runId));
}
