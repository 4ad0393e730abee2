import { type Answer, ApiDouble, ApiError, type Request, route } from "../api_double";
import { multipartRelated } from "./multipart_related";
import { type ObjectResource, StorageObjects } from "./objects";

const path = (rest: string) => new RegExp(`^/storage/v1/b/([^/]+)${rest}$`);
const object = "/o/([^/]+)";
const upload = /^\/(?:resumable\/)?upload\/storage\/v1\/b\/([^/]+)\/o$/;

interface Session {
  readonly url: URL;
  readonly resource: ObjectResource;
  data: Buffer;
}

/**
 * Cloud Storage's JSON API (https://cloud.google.com/storage/docs/json_api/v1) as far as the project
 * uses it, with what other doubles lack: preconditions on every call, checked MD5s, buckets without access.
 */
export class StorageDouble extends ApiDouble {
  /** Where all buckets are. */
  location = "US";
  /** Buckets that exist but belong to somebody else. */
  readonly forbidden = new Set<string>();
  private readonly buckets = new Map<string, StorageObjects>();
  private readonly sessions = new Map<string, Session>();

  constructor(...buckets: string[]) {
    super([
      route("storage.buckets.get", "GET", path(""), (_, g) => this.getBucket(g)),
      route("storage.objects.list", "GET", path("/o"), (r, g) => this.list(r, g)),
      route("storage.objects.get", "GET", path(object), (r, g) => this.get(r, g)),
      route("storage.objects.delete", "DELETE", path(object), (r, g) => this.remove(r, g)),
      route("storage.objects.compose", "POST", path(`${object}/compose`), (r, g) =>
        this.compose(r, g),
      ),
      route(
        "storage.objects.copy",
        "POST",
        path(`${object}/(?:rewriteTo|copyTo)/b/([^/]+)${object}`),
        (r, g) => this.copy(r, g),
      ),
      route("storage.objects.insert", "POST", upload, (r, g) => this.insert(r, g)),
      route("storage.objects.insert", "PUT", upload, (r, g) => this.resume(r, g)),
    ]);
    for (const bucket of buckets) this.buckets.set(bucket, new StorageObjects(bucket));
  }

  /** The names in a bucket, sorted. */
  names(bucket: string): string[] {
    return this.bucket(bucket).names;
  }

  /** Creates an object without a call. */
  put(bucket: string, name: string, data: string, metadata: Record<string, string> = {}): void {
    this.bucket(bucket).put(name, Buffer.from(data), { metadata });
  }

  content(bucket: string, name: string): Buffer | undefined {
    return this.bucket(bucket).find(name)?.data;
  }

  /** The content of a `gs://` URI, for the double of BigQuery. */
  open(uri: string): Buffer | undefined {
    const [, bucket = "", name = ""] = /^gs:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
    return this.content(bucket, name);
  }

  private bucket(name: string): StorageObjects {
    if (this.forbidden.has(name)) {
      const message = `tester@example.com does not have storage.objects access to the Google Cloud Storage bucket ${name}.`;
      throw new ApiError(403, "forbidden", message);
    }
    const bucket = this.buckets.get(name);
    if (!bucket) throw new ApiError(404, "notFound", "The specified bucket does not exist.");
    return bucket;
  }

  private getBucket([name = ""]: string[]): Answer {
    this.bucket(name);
    return { body: { kind: "storage#bucket", name, location: this.location } };
  }

  private list({ url }: Request, [name = ""]: string[]): Answer {
    const bucket = this.bucket(name);
    const prefix = url.searchParams.get("prefix") ?? "";
    const token = url.searchParams.get("pageToken");
    const size = Number(url.searchParams.get("maxResults") ?? 1000);
    const names = bucket.names.filter((each) => each.startsWith(prefix));
    const start = token === null ? 0 : names.indexOf(token);
    const next = names[start + size];
    const items = names.slice(start, start + size).map((each) => bucket.resource(bucket.get(each)));
    return { body: { kind: "storage#objects", items, ...(next && { nextPageToken: next }) } };
  }

  private get({ url, headers }: Request, [bucket = "", name = ""]: string[]): Answer {
    const found = this.bucket(bucket).get(name, url);
    if (url.searchParams.get("alt") !== "media") {
      return { body: this.bucket(bucket).resource(found) };
    }
    const { data, contentType } = found;
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? "") ?? [];
    if (from === undefined) return { body: data, headers: { "content-type": contentType } };
    if (Number(from) >= data.length) {
      throw new ApiError(416, "requestedRangeNotSatisfiable", "Request range not satisfiable");
    }
    const end = to ? Number(to) + 1 : data.length;
    return { status: 206, body: data.subarray(Number(from), end) };
  }

  private remove({ url }: Request, [bucket = "", name = ""]: string[]): Answer {
    const objects = this.bucket(bucket);
    objects.get(name, url);
    objects.checkPrecondition(name, url);
    objects.remove(name);
    return {};
  }

  private compose({ url, body }: Request, [bucket = "", name = ""]: string[]): Answer {
    const objects = this.bucket(bucket);
    const { destination, sourceObjects } = JSON.parse(body.toString()) as {
      destination?: ObjectResource;
      sourceObjects: { name: string }[];
    };
    if (sourceObjects.length > 32) {
      throw new ApiError(
        400,
        "invalid",
        "The number of source components exceeds the maximum (32)",
      );
    }
    const data = Buffer.concat(sourceObjects.map((source) => objects.get(source.name).data));
    objects.checkPrecondition(name, url);
    return { body: objects.resource(objects.put(name, data, destination, true)) };
  }

  private copy({ url }: Request, [from = "", name = "", to = "", target = ""]: string[]): Answer {
    const source = this.bucket(from).get(name);
    const objects = this.bucket(to);
    objects.checkPrecondition(target, url);
    const resource = objects.resource(objects.put(target, source.data, source));
    return { body: { kind: "storage#rewriteResponse", done: true, resource } };
  }

  private insert({ url, headers, body }: Request, [bucket = ""]: string[]): Answer {
    this.bucket(bucket);
    const type = headers["content-type"] ?? "";
    switch (url.searchParams.get("uploadType")) {
      case "multipart": {
        const { json, content } = multipartRelated(type, body);
        return this.finish(bucket, url, json, content);
      }
      case "resumable": {
        const id = String(this.sessions.size + 1);
        const resource = body.length > 0 ? (JSON.parse(body.toString()) as ObjectResource) : {};
        this.sessions.set(id, { url, resource, data: Buffer.alloc(0) });
        const location = `${this.url}${url.pathname}?uploadType=resumable&upload_id=${id}`;
        return { status: 200, headers: { location }, body: Buffer.alloc(0) };
      }
      default:
        return this.finish(bucket, url, { contentType: type }, body);
    }
  }

  /** A chunk of a resumable upload (https://cloud.google.com/storage/docs/performing-resumable-uploads). */
  private resume({ url, headers, body }: Request, [bucket = ""]: string[]): Answer {
    const session = this.sessions.get(url.searchParams.get("upload_id") ?? "");
    if (!session) throw new ApiError(404, "notFound", "No such upload session.");
    const [, from, total] =
      /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(headers["content-range"] ?? "") ?? [];
    const kept = session.data.subarray(0, Number(from ?? session.data.length));
    session.data = Buffer.concat([kept, body]);
    if (total === undefined || Number(total) === session.data.length) {
      return this.finish(bucket, session.url, session.resource, session.data);
    }
    const last = session.data.length - 1;
    return {
      status: 308,
      body: Buffer.alloc(0),
      ...(last >= 0 && { headers: { range: `bytes=0-${last}` } }),
    };
  }

  private finish(bucket: string, url: URL, resource: ObjectResource, data: Buffer): Answer {
    const objects = this.bucket(bucket);
    const name = url.searchParams.get("name") ?? resource.name;
    if (!name) throw new ApiError(400, "required", "Required");
    objects.checkPrecondition(name, url);
    return { body: objects.resource(objects.put(name, data, resource)) };
  }
}
