import { createHash } from "node:crypto";
import { type Answer, ApiDouble, ApiError, type Request, type Route } from "./api_double";
import { multipartRelated } from "./multipart_related";

interface StorageObject {
  readonly name: string;
  readonly generation: number;
  readonly updated: string;
  readonly data: Buffer;
  readonly contentType: string;
  readonly metadata: Record<string, string>;
  /** Composed objects have none. */
  readonly md5Hash?: string;
}

type Bucket = Map<string, StorageObject>;

const bucketPath = /^\/storage\/v1\/b\/([^/]+)$/;
const objectsPath = /^\/storage\/v1\/b\/([^/]+)\/o$/;
const objectPath = /^\/storage\/v1\/b\/([^/]+)\/o\/([^/]+)$/;
const composePath = /^\/storage\/v1\/b\/([^/]+)\/o\/([^/]+)\/compose$/;
const copyPath =
  /^\/storage\/v1\/b\/([^/]+)\/o\/([^/]+)\/(?:rewriteTo|copyTo)\/b\/([^/]+)\/o\/([^/]+)$/;
const uploadPath = /^\/(?:resumable\/)?upload\/storage\/v1\/b\/([^/]+)\/o$/;

/**
 * Cloud Storage's JSON API (https://cloud.google.com/storage/docs/json_api/v1) as far as the project
 * uses it, with what other doubles lack: preconditions on every call, checked MD5s, resumable uploads.
 */
export class StorageDouble extends ApiDouble {
  /** Buckets that exist but belong to somebody else. */
  readonly forbidden = new Set<string>();
  private readonly buckets = new Map<string, Bucket>();
  private readonly sessions = new Map<string, { url: URL; resource: Resource; data: Buffer }>();
  private lastGeneration = 1_700_000_000_000_000;

  constructor(...buckets: string[]) {
    const routes: Route[] = [
      {
        name: "storage.buckets.get",
        method: "GET",
        path: bucketPath,
        handle: (_, g) => this.getBucket(g),
      },
      {
        name: "storage.objects.list",
        method: "GET",
        path: objectsPath,
        handle: (r, g) => this.list(r, g),
      },
      {
        name: "storage.objects.get",
        method: "GET",
        path: objectPath,
        handle: (r, g) => this.get(r, g),
      },
      {
        name: "storage.objects.delete",
        method: "DELETE",
        path: objectPath,
        handle: (r, g) => this.remove(r, g),
      },
      {
        name: "storage.objects.compose",
        method: "POST",
        path: composePath,
        handle: (r, g) => this.compose(r, g),
      },
      {
        name: "storage.objects.copy",
        method: "POST",
        path: copyPath,
        handle: (r, g) => this.copy(r, g),
      },
      {
        name: "storage.objects.insert",
        method: "POST",
        path: uploadPath,
        handle: (r, g) => this.insert(r, g),
      },
      {
        name: "storage.objects.insert",
        method: "PUT",
        path: uploadPath,
        handle: (r, g) => this.resume(r, g),
      },
    ];
    super(routes);
    for (const bucket of buckets) this.buckets.set(bucket, new Map());
  }

  /** The names in a bucket, sorted. */
  names(bucket: string): string[] {
    return [...this.bucket(bucket).keys()].sort();
  }

  /** Puts an object there as anybody might, without a call. */
  put(bucket: string, name: string, data: string, metadata: Record<string, string> = {}): void {
    this.store(this.bucket(bucket), name, Buffer.from(data), { metadata });
  }

  content(bucket: string, name: string): Buffer | undefined {
    return this.bucket(bucket).get(name)?.data;
  }

  private bucket(name: string): Bucket {
    if (this.forbidden.has(name)) {
      throw new ApiError(
        403,
        "forbidden",
        `tester@example.com does not have storage.objects access to the Google Cloud Storage bucket ${name}.`,
      );
    }
    const bucket = this.buckets.get(name);
    if (!bucket) throw new ApiError(404, "notFound", "The specified bucket does not exist.");
    return bucket;
  }

  private object(bucket: string, name: string, url?: URL): StorageObject {
    const object = this.bucket(bucket).get(name);
    const generation = url?.searchParams.get("generation");
    if (!object || (generation && Number(generation) !== object.generation)) {
      throw new ApiError(404, "notFound", `No such object: ${bucket}/${name}`);
    }
    return object;
  }

  private getBucket([name = ""]: string[]): Answer {
    this.bucket(name);
    return { body: { kind: "storage#bucket", name, location: "US" } };
  }

  private list({ url }: Request, [bucket = ""]: string[]): Answer {
    const prefix = url.searchParams.get("prefix") ?? "";
    const start = url.searchParams.get("pageToken") ?? "";
    const size = Number(url.searchParams.get("maxResults") ?? 1000);
    const found = [...this.bucket(bucket).values()]
      .filter(({ name }) => name.startsWith(prefix) && name >= start)
      .sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
    const next = found[size]?.name;
    const items = found.slice(0, size).map((object) => resourceOf(bucket, object));
    return { body: { kind: "storage#objects", items, ...(next && { nextPageToken: next }) } };
  }

  private get({ url, headers }: Request, [bucket = "", name = ""]: string[]): Answer {
    const object = this.object(bucket, name, url);
    if (url.searchParams.get("alt") !== "media") return { body: resourceOf(bucket, object) };
    const range = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? "");
    if (!range) return { body: object.data, headers: { "content-type": object.contentType } };
    const [from, to] = [Number(range[1]), range[2] ? Number(range[2]) + 1 : object.data.length];
    if (from >= object.data.length)
      throw new ApiError(416, "requestedRangeNotSatisfiable", "Range");
    return { status: 206, body: object.data.subarray(from, to) };
  }

  private remove({ url }: Request, [bucket = "", name = ""]: string[]): Answer {
    this.object(bucket, name, url);
    this.precondition(bucket, name, url);
    this.bucket(bucket).delete(name);
    return {};
  }

  private compose({ url, body }: Request, [bucket = "", name = ""]: string[]): Answer {
    const { destination, sourceObjects } = JSON.parse(body.toString()) as {
      destination?: Resource;
      sourceObjects: { name: string }[];
    };
    if (sourceObjects.length > 32) {
      throw new ApiError(
        400,
        "invalid",
        "The number of source components provided exceeds the maximum (32)",
      );
    }
    const parts = sourceObjects.map((source) => this.object(bucket, source.name).data);
    this.precondition(bucket, name, url);
    const composed = this.store(
      this.bucket(bucket),
      name,
      Buffer.concat(parts),
      destination,
      false,
    );
    return { body: resourceOf(bucket, composed) };
  }

  private copy({ url }: Request, [from = "", name = "", to = "", target = ""]: string[]): Answer {
    const source = this.object(from, name);
    this.precondition(to, target, url);
    const copied = this.store(this.bucket(to), target, source.data, source);
    return {
      body: { kind: "storage#rewriteResponse", done: true, resource: resourceOf(to, copied) },
    };
  }

  private insert(request: Request, [bucket = ""]: string[]): Answer {
    const { url, headers, body } = request;
    this.bucket(bucket);
    const type = headers["content-type"] ?? "";
    switch (url.searchParams.get("uploadType")) {
      case "multipart": {
        const { json, content } = multipartRelated(type, body);
        return this.finish(bucket, url, json, content);
      }
      case "resumable": {
        const id = String(this.sessions.size + 1);
        const resource = body.length > 0 ? (JSON.parse(body.toString()) as Resource) : {};
        this.sessions.set(id, { url, resource, data: Buffer.alloc(0) });
        const location = `${this.url}${url.pathname}?uploadType=resumable&upload_id=${id}`;
        return { status: 200, headers: { location }, body: Buffer.alloc(0) };
      }
      default:
        return this.finish(bucket, url, { contentType: type }, body);
    }
  }

  /** A piece of a resumable upload (https://cloud.google.com/storage/docs/performing-resumable-uploads). */
  private resume({ url, headers, body }: Request, [bucket = ""]: string[]): Answer {
    const session = this.sessions.get(url.searchParams.get("upload_id") ?? "");
    if (!session) throw new ApiError(404, "notFound", "No such upload session.");
    const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(headers["content-range"] ?? "");
    const from = Number(range?.[1] ?? session.data.length);
    session.data = Buffer.concat([session.data.subarray(0, from), body]);
    const total = range?.[2];
    if (total === undefined || Number(total) === session.data.length) {
      return this.finish(bucket, session.url, session.resource, session.data);
    }
    const last = session.data.length - 1;
    return {
      status: 308,
      ...(last >= 0 && { headers: { range: `bytes=0-${last}` } }),
      body: Buffer.alloc(0),
    };
  }

  private finish(bucket: string, url: URL, resource: Resource, data: Buffer): Answer {
    const name = url.searchParams.get("name") ?? resource.name;
    if (!name) throw new ApiError(400, "required", "Required");
    if (resource.md5Hash !== undefined && resource.md5Hash !== md5(data)) {
      throw new ApiError(400, "invalid", `Provided MD5 hash "${resource.md5Hash}" doesn't match.`);
    }
    this.precondition(bucket, name, url);
    const stored = this.store(this.bucket(bucket), name, data, resource);
    return { body: resourceOf(bucket, stored) };
  }

  private precondition(bucket: string, name: string, url: URL): void {
    const wanted = url.searchParams.get("ifGenerationMatch");
    if (wanted === null) return;
    const present = this.bucket(bucket).get(name)?.generation ?? 0;
    if (Number(wanted) !== present) {
      throw new ApiError(
        412,
        "conditionNotMet",
        "At least one of the pre-conditions you specified did not hold.",
      );
    }
  }

  private store(
    bucket: Bucket,
    name: string,
    data: Buffer,
    about: Resource = {},
    hashed = true,
  ): StorageObject {
    const object = {
      name,
      generation: ++this.lastGeneration,
      updated: new Date().toISOString(),
      data,
      contentType: about.contentType ?? "application/octet-stream",
      metadata: about.metadata ?? {},
      ...(hashed && { md5Hash: md5(data) }),
    };
    bucket.set(name, object);
    return object;
  }
}

interface Resource {
  readonly name?: string;
  readonly contentType?: string;
  readonly metadata?: Record<string, string>;
  readonly md5Hash?: string;
}

function md5(data: Buffer): string {
  return createHash("md5").update(data).digest("base64");
}

function resourceOf(bucket: string, object: StorageObject): Record<string, unknown> {
  const { name, generation, updated, data, contentType, metadata, md5Hash } = object;
  return {
    kind: "storage#object",
    id: `${bucket}/${name}/${generation}`,
    bucket,
    name,
    generation: String(generation),
    metageneration: "1",
    size: String(data.length),
    timeCreated: updated,
    updated,
    contentType,
    metadata,
    md5Hash,
  };
}
