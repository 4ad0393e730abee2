import { randomUUID } from "node:crypto";
import { mapConcurrently } from "../../core/concurrently";
import { log } from "../../core/log";
import { ActionableError } from "../../core/actionable_error";
import type { CloudBucket, ObjectAbout } from "./bucket";
import { messageOf, statusOf } from "../../google/remote_call";
import { shardsOf } from "./shards";
import { ContentBlocks } from "../content_blocks";
import type { Content } from "../object_store";

/** As many objects as the service composes in one call. */
const COMPOSE_AT_MOST = 32;
/** How many calls of one write are under way at once. */
const PARALLEL = 4;
/** How often others may replace an object between our look and our write. */
const CONFLICTS_AT_MOST = 20;
const SHARD: ObjectAbout = { contentType: "application/octet-stream", metadata: {} };

/** What a write is told by its store. */
export interface WriteTarget {
  /** The final object's name. */
  readonly name: string;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** A prefix of names that no other run uses. */
  readonly temporary: string;
  /** Content up to this size goes up in one request, larger content in shards of it. */
  readonly shardBytes: number;
}

/**
 * Writes one object, whole or not at all: small content by one request, larger content as temporary
 * shards that are composed, 32 at a time, in rounds. Holds a few shards in memory at most.
 */
export async function writeObject(
  bucket: CloudBucket,
  target: WriteTarget,
  content: Content,
): Promise<{ bytes: number; sha256: string }> {
  const blocks = new ContentBlocks(content);
  const writeId = randomUUID();
  const temporary = new TemporaryObjects(bucket, `${target.temporary}${writeId}/`);
  const about = (sha256: string): ObjectAbout => ({
    contentType: target.contentType,
    metadata: { ...target.metadata, sha256, write_id: writeId },
  });

  const shards = shardsOf(blocks, target.shardBytes);
  const first = await shards.next();
  const second = first.done ? first : await shards.next();
  if (second.done) {
    const sha256 = blocks.sha256();
    const whole = first.done ? Buffer.alloc(0) : first.value;
    await publish(bucket, target.name, writeId, (match) =>
      bucket.upload(target.name, whole, about(sha256), match),
    );
    return { bytes: blocks.bytes, sha256 };
  }
  try {
    const parts = await temporary.upload(
      startingWith([first.value as Buffer, second.value], shards),
    );
    const sources = await temporary.compose(parts);
    const sha256 = blocks.sha256();
    await publish(bucket, target.name, writeId, (match) =>
      bucket.compose(sources, target.name, about(sha256), match),
    );
    return { bytes: blocks.bytes, sha256 };
  } finally {
    await temporary.remove();
  }
}

/**
 * Makes the final object, naming the generation that it replaces. When that is no longer there,
 * either an earlier attempt of this very write took effect and its answer was lost: it is done; or
 * another run wrote meanwhile: its whole object is replaced by this whole object, the later one.
 */
async function publish(
  bucket: CloudBucket,
  name: string,
  writeId: string,
  attempt: (generation: string) => Promise<void>,
): Promise<void> {
  // Most objects are new: only when this one is not, its generation is asked for.
  let generation = "0";
  for (let conflicts = 0; ; conflicts++) {
    try {
      await attempt(generation);
      return;
    } catch (error) {
      if (statusOf(error) !== 412) throw error;
      if (conflicts >= CONFLICTS_AT_MOST) {
        throw new ActionableError(
          `The object ${name} is being replaced by others all the time.`,
          "Let one run at a time write to this place.",
          { cause: error },
        );
      }
    }
    const current = await bucket.state(name);
    if (current?.metadata.write_id === writeId) return;
    generation = current?.generation ?? "0";
  }
}

/** The temporary objects of one write. Their names are used by nobody else: repeating is harmless. */
class TemporaryObjects {
  private readonly names: string[] = [];

  constructor(
    private readonly bucket: CloudBucket,
    private readonly prefix: string,
  ) {}

  upload(shards: AsyncIterable<Buffer>): Promise<string[]> {
    return mapConcurrently(shards, PARALLEL, async (shard) => {
      const name = this.next();
      await this.bucket.upload(name, shard, SHARD);
      return name;
    });
  }

  /** Composes objects into others until at most 32 are left. */
  async compose(names: string[]): Promise<string[]> {
    while (names.length > COMPOSE_AT_MOST) {
      names = await mapConcurrently(groups(names, COMPOSE_AT_MOST), PARALLEL, async (group) => {
        const name = this.next();
        await this.bucket.compose(group, name, SHARD);
        return name;
      });
    }
    return names;
  }

  /** What can't be removed now is left to the store's `removeTemporary`. */
  async remove(): Promise<void> {
    try {
      await mapConcurrently(this.names, PARALLEL, (name) => this.bucket.remove(name));
    } catch (error) {
      log.warn({ prefix: this.prefix }, `Temporary objects are left for now: ${messageOf(error)}`);
    }
  }

  private next(): string {
    const name = `${this.prefix}${String(this.names.length).padStart(6, "0")}`;
    this.names.push(name);
    return name;
  }
}

async function* startingWith<T>(first: readonly T[], rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield* first;
  yield* rest;
}

function* groups<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
