import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { ActionableError, explained, explainedEach } from "../../core/actionable_error";
import { mapConcurrently } from "../../core/concurrently";
import { CloudBucket, type ListedObject, type ObjectState } from "./bucket";
import { cloudStorageError } from "./errors";
import { readObject } from "./read";
import { type RetryPolicy, defaultRetryPolicy } from "../../google/remote_call";
import { parseStorageUrl } from "../../google/storage_url";
import { writeObject } from "./write";
import { checkFolderPath, checkObjectPath, temporaryFolder } from "../object_path";
import type { Content, ObjectStore, StoredObject, WrittenObject } from "../object_store";
import { mayRemove } from "../../core/run_id";

const temporaryPrefix = `${temporaryFolder}/`;
/** Concurrent deletions. */
const concurrentDeletions = 8;
const defaultShardBytes = 4 * 1024 * 1024;

export interface CloudObjectStoreOptions {
  readonly retry?: RetryPolicy;
  /** Objects larger than this are written in shards of this size. */
  readonly shardBytes?: number;
}

/**
 * A prefix of a Cloud Storage bucket. Writes are atomic; temporary objects are under `.tmp/<run id>/`.
 * Of two concurrent runs, the one that writes later wins.
 *
 * Loads the Google client: import this module only where it is used.
 */
export class CloudObjectStore implements ObjectStore {
  readonly url: string;
  private readonly bucket: CloudBucket;
  private readonly prefix: string;
  private readonly shardBytes: number;

  /** @param url `gs://bucket` or `gs://bucket/prefix`. */
  constructor(
    url: string,
    private readonly runId: string,
    options: CloudObjectStoreOptions = {},
  ) {
    const place = parseStorageUrl(url);
    if (place === undefined) {
      throw new ActionableError(
        `${url} is not a place in Cloud Storage.`,
        "Write gs://bucket/prefix.",
      );
    }
    const { bucket, name } = place;
    const folder = name.replace(/\/+$/, "");
    this.url = `gs://${bucket}${folder && `/${folder}`}`;
    this.prefix = folder && `${folder}/`;
    this.bucket = new CloudBucket(bucket, options.retry ?? defaultRetryPolicy);
    this.shardBytes = options.shardBytes ?? defaultShardBytes;
  }

  /** Writes a temporary object and deletes it: the only proof that both are permitted. */
  async check(): Promise<void> {
    const name = `${this.ownTemporaryPrefix()}${randomUUID()}`;
    await this.explained(async () => {
      await this.bucket.upload(name, Buffer.alloc(0), { contentType: "text/plain", metadata: {} });
      await this.bucket.remove(name);
    });
  }

  /** Looks for an object that no store has. */
  async checkReadOnly(): Promise<void> {
    await this.stat(`${temporaryPrefix}none`);
  }

  /** The newest state of an object, or null when there is none. */
  stat(path: string): Promise<ObjectState | null> {
    return this.explained(() => this.bucket.state(this.nameOf(path)));
  }

  async read(path: string): Promise<Readable | null> {
    const state = await this.stat(path);
    if (!state) return null;
    const bytes = readObject(this.bucket, this.nameOf(path), `${this.url}/${path}`, state);
    return Readable.from(this.explainedEach(bytes), { objectMode: false });
  }

  async write(
    path: string,
    content: Content,
    about: { contentType?: string; metadata?: Record<string, string> } = {},
  ): Promise<WrittenObject> {
    const target = {
      name: this.nameOf(path),
      contentType: about.contentType ?? "application/octet-stream",
      metadata: { ...about.metadata, run_id: this.runId },
      temporary: this.ownTemporaryPrefix(),
      shardBytes: this.shardBytes,
    };
    return this.explained(async () => ({
      path,
      ...(await writeObject(this.bucket, target, content)),
    }));
  }

  async *list(folder: string): AsyncGenerator<StoredObject> {
    checkFolderPath(folder);
    for await (const { name, bytes } of this.explainedEach(
      this.bucket.list(this.prefix + folder),
    )) {
      const path = name.slice(this.prefix.length);
      // Consoles keep empty folders as objects whose name ends in a slash.
      if (!path.startsWith(temporaryPrefix) && !path.endsWith("/")) yield { path, bytes };
    }
  }

  /** Deletes the current generation: one that another run writes meanwhile is kept. */
  async delete(path: string): Promise<void> {
    const state = await this.stat(path);
    if (!state) return;
    await this.explained(() => this.bucket.remove(this.nameOf(path), state.generation));
  }

  async removeTemporary(): Promise<void> {
    const root = this.prefix + temporaryPrefix;
    await this.explained(async () => {
      const runs = new Map<string, ListedObject[]>();
      for await (const object of this.bucket.list(root)) {
        const runId = object.name.slice(root.length).split("/")[0] ?? "";
        const objects = runs.get(runId) ?? [];
        runs.set(runId, objects);
        objects.push(object);
      }
      for (const [runId, objects] of runs) {
        const changed = new Date(Math.max(...objects.map((object) => object.changed.getTime())));
        if (!mayRemove(this.runId, runId, changed)) continue;
        await mapConcurrently(objects, concurrentDeletions, ({ name }) => this.bucket.remove(name));
      }
    });
  }

  /** Where the bucket is, such as `EU`: a dataset that loads from it has to be there too. */
  location(): Promise<string> {
    return this.explained(() => this.bucket.location());
  }

  private nameOf(path: string): string {
    checkObjectPath(path);
    return this.prefix + path;
  }

  private ownTemporaryPrefix(): string {
    return `${this.prefix}${temporaryPrefix}${this.runId}/`;
  }

  private explained<T>(step: () => Promise<T>): Promise<T> {
    return explained((error) => cloudStorageError(this.url, error), step);
  }

  private explainedEach<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
    return explainedEach((error) => cloudStorageError(this.url, error), items);
  }
}
