import { createHash } from "node:crypto";
import { type Bucket, Storage } from "@google-cloud/storage";
import { emulatorEndpoint } from "../../google/emulator_endpoint";
import { type RetryPolicy, withRetry, statusOf } from "../../google/remote_call";

/** One generation of an object, from its metadata. */
export interface ObjectState {
  /** Changes with every write. */
  readonly generation: string;
  readonly bytes: number;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** An object as a listing gives it. */
export interface ListedObject {
  readonly name: string;
  readonly bytes: number;
  readonly changed: Date;
}

/** What an object is stored with. */
export interface ObjectAbout {
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Metadata of an object as the JSON API gives it. */
interface ObjectResource {
  generation?: string | number;
  size?: string | number;
  contentType?: string;
  metadata?: Record<string, unknown>;
}

/**
 * The calls on a bucket, each retried as the policy says. They throw the client's own errors, which
 * the store translates. The client's own retries are off: they don't know which calls are idempotent
 * here, and share their state between calls.
 */
export class CloudBucket {
  private readonly bucket: Bucket;

  constructor(
    name: string,
    readonly policy: RetryPolicy,
  ) {
    this.bucket = clientFor(policy.timeout).bucket(name);
  }

  /** The object's newest state, or null when there is no such object. */
  async state(name: string): Promise<ObjectState | null> {
    return withRetry("storage.objects.get", this.policy, async () => {
      try {
        const [resource] = await this.bucket.file(name).getMetadata();
        return stateOf(resource);
      } catch (error) {
        if (statusOf(error) === 404 && !isBucketMissing(error)) return null;
        throw error;
      }
    });
  }

  /**
   * Uploads an object in one request; the service checks the MD5 before it shows it.
   * @param match the generation that must still be there, `0` for none; anything when undefined.
   */
  async upload(name: string, data: Uint8Array, about: ObjectAbout, match?: string): Promise<void> {
    const md5Hash = createHash("md5").update(data).digest("base64");
    await withRetry("storage.objects.insert", this.policy, () =>
      this.bucket.file(name).save(Buffer.from(data.buffer, data.byteOffset, data.byteLength), {
        resumable: false,
        validation: false,
        metadata: { contentType: about.contentType, metadata: { ...about.metadata }, md5Hash },
        ...(match !== undefined && { preconditionOpts: { ifGenerationMatch: Number(match) } }),
      }),
    );
  }

  /** Makes an object out of up to 32 others. The client's own `combine` would drop the metadata. */
  async compose(
    sources: readonly string[],
    name: string,
    about: ObjectAbout,
    match?: string,
  ): Promise<void> {
    await withRetry("storage.objects.compose", this.policy, () =>
      this.bucket.file(name).request({
        method: "POST",
        uri: "/compose",
        json: {
          destination: { contentType: about.contentType, metadata: about.metadata },
          sourceObjects: sources.map((source) => ({ name: source })),
        },
        ...(match !== undefined && { qs: { ifGenerationMatch: match } }),
      }),
    );
  }

  /** Deletes an object (only the given generation, if one is given); it may be deleted already. */
  async remove(name: string, match?: string): Promise<void> {
    await withRetry("storage.objects.delete", this.policy, async () => {
      try {
        await this.bucket
          .file(name)
          .delete(match === undefined ? {} : { ifGenerationMatch: Number(match) });
      } catch (error) {
        const gone = statusOf(error) === 404 && !isBucketMissing(error);
        if (!gone && !(match !== undefined && statusOf(error) === 412)) throw error;
      }
    });
  }

  /** The objects whose name begins with a prefix, by name. */
  async *list(prefix: string): AsyncGenerator<ListedObject> {
    let pageToken: string | undefined;
    do {
      const [files, next] = await withRetry("storage.objects.list", this.policy, () =>
        this.bucket.getFiles({
          prefix,
          autoPaginate: false,
          ...(pageToken !== undefined && { pageToken }),
        }),
      );
      for (const { name, metadata } of files) {
        yield { name, bytes: Number(metadata.size ?? 0), changed: new Date(metadata.updated ?? 0) };
      }
      pageToken = (next as { pageToken?: string } | null)?.pageToken;
    } while (pageToken !== undefined);
  }

  /** One generation's bytes from an offset on; neither retried nor verified. */
  open(name: string, generation: string, from: number): NodeJS.ReadableStream {
    return this.bucket
      .file(name, { generation })
      .createReadStream({ start: from, validation: false, decompress: false });
  }

  /** Where the bucket is, such as `EU` or `europe-west1`. Needs storage.buckets.get. */
  async location(): Promise<string> {
    return withRetry("storage.buckets.get", this.policy, async () => {
      const [resource] = await this.bucket.getMetadata();
      return resource.location ?? "";
    });
  }
}

const clients = new Map<string, Storage>();

/** One client for all stores of a process, so that they share connections and tokens. */
function clientFor(timeout: number): Storage {
  const endpoint = emulatorEndpoint("STORAGE_EMULATOR_HOST");
  const key = `${endpoint ?? ""} ${timeout}`;
  const cached = clients.get(key);
  if (cached) return cached;
  const client = new Storage({
    ...(endpoint !== undefined && { apiEndpoint: endpoint, projectId: "emulator" }),
    retryOptions: { autoRetry: false },
    timeout,
  });
  // With the environment's variable set, the client drops the path of the API.
  if (endpoint !== undefined) client.baseUrl = `${endpoint}/storage/v1`;
  clients.set(key, client);
  return client;
}

function stateOf(resource: ObjectResource): ObjectState {
  return {
    generation: String(resource.generation),
    bytes: Number(resource.size ?? 0),
    contentType: resource.contentType ?? "",
    metadata: Object.fromEntries(
      Object.entries(resource.metadata ?? {}).map(([key, value]) => [key, String(value)]),
    ),
  };
}

/** Cloud Storage answers 404 for a missing object and for a missing bucket: the message differs. */
function isBucketMissing(error: unknown): boolean {
  return error instanceof Error && /bucket/i.test(error.message) && !/object/i.test(error.message);
}
