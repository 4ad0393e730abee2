import { CloudObjectStore } from "../../../pipelines/storage/cloud/object_store";
import { newRunId } from "../../../pipelines/core/run_id";
import type { OpenedStore } from "../object_store_suite";

let places = 0;

/** A new prefix of a bucket on a server, for the suite; the environment names the server. */
export function openCloudStore(server: string, bucket: string): OpenedStore {
  const folder = `suite/${++places}`;
  const url = `gs://${bucket}/${folder}`;
  const runId = newRunId();
  return {
    store: new CloudObjectStore(url, runId),
    runId,
    another: (other) => new CloudObjectStore(url, other),
    async temporary() {
      // Not by the store: it would hide them.
      const prefix = encodeURIComponent(`${folder}/.tmp/`);
      const answer = await fetch(`${server}/storage/v1/b/${bucket}/o?prefix=${prefix}`);
      const { items = [] } = (await answer.json()) as { items?: { name: string }[] };
      return items.map(({ name }) => name);
    },
    cleanUp: () => Promise.resolve(),
  };
}
