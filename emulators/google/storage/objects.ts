import { createHash } from "node:crypto";
import { ApiError } from "../api_double";

/** The fields of an object's resource that can be set with its content. */
export interface ObjectResource {
  readonly name?: string;
  readonly contentType?: string;
  readonly metadata?: Record<string, string>;
  readonly md5Hash?: string;
}

export interface StorageObject {
  readonly name: string;
  readonly generation: number;
  readonly updated: string;
  readonly data: Buffer;
  readonly contentType: string;
  readonly metadata: Record<string, string>;
  /** Composed objects have none. */
  readonly md5Hash?: string;
}

let lastGeneration = 1_700_000_000_000_000;

/** The objects of a bucket, with generations and preconditions. */
export class StorageObjects {
  private readonly objects = new Map<string, StorageObject>();

  constructor(readonly bucket: string) {}

  get names(): string[] {
    return [...this.objects.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }

  find(name: string): StorageObject | undefined {
    return this.objects.get(name);
  }

  /** @param url its parameter `generation` selects one generation of the object. */
  get(name: string, url?: URL): StorageObject {
    const object = this.objects.get(name);
    const generation = url?.searchParams.get("generation");
    if (!object || (generation && Number(generation) !== object.generation)) {
      throw new ApiError(404, "notFound", `No such object: ${this.bucket}/${name}`);
    }
    return object;
  }

  /** Throws unless the parameter `ifGenerationMatch` is the object's generation; 0 is no object. */
  checkPrecondition(name: string, url: URL): void {
    const wanted = url.searchParams.get("ifGenerationMatch");
    if (wanted === null || Number(wanted) === (this.objects.get(name)?.generation ?? 0)) return;
    const message = "At least one of the pre-conditions you specified did not hold.";
    throw new ApiError(412, "conditionNotMet", message);
  }

  /** @param composed a composed object has no MD5. */
  put(name: string, data: Buffer, about: ObjectResource = {}, composed = false): StorageObject {
    const hash = md5(data);
    if (about.md5Hash !== undefined && about.md5Hash !== hash) {
      throw new ApiError(400, "invalid", `Provided MD5 hash "${about.md5Hash}" doesn't match.`);
    }
    const object = {
      name,
      generation: ++lastGeneration,
      updated: new Date().toISOString(),
      data,
      contentType: about.contentType ?? "application/octet-stream",
      metadata: about.metadata ?? {},
      ...(!composed && { md5Hash: hash }),
    };
    this.objects.set(name, object);
    return object;
  }

  remove(name: string): void {
    this.objects.delete(name);
  }

  resource(object: StorageObject): Record<string, unknown> {
    const { name, generation, updated, data, contentType, metadata, md5Hash } = object;
    return {
      kind: "storage#object",
      id: `${this.bucket}/${name}/${generation}`,
      bucket: this.bucket,
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
}

function md5(data: Buffer): string {
  return createHash("md5").update(data).digest("base64");
}
