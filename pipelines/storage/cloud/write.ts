import { randomUUID } from "node:crypto";
import { mapConcurrently } from "../../core/concurrently";
import { log } from "../../core/log";
import { ActionableError } from "../../core/actionable_error";
import type { CloudBucket, ObjectAbout } from "./bucket";
import { messageOf, statusOf } from "../../google/remote_call";
import { shardsOf } from "./shards";
import { ContentBlocks } from "../content_blocks";
import type { Content } from "../object_store";

/** The most objects that the service composes in one call. */
const mostComposed = 32;
/** Concurrent calls of one write. */
const concurrentCalls = 4;
/** How often others may replace an object between our read and our write. */
const mostConflicts = 20;
const shardAbout: ObjectAbout = { contentType: "application/octet-stream", metadata: {} };

/** What a write gets from its store. */
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
 * Writes one object atomically: small content by one request, larger content as temporary shards that
 * are composed, 32 at a time, in rounds. A few shards are in memory at most.
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
 * Creates the final object on condition of the generation that it replaces. When another one is there,
 * either an earlier attempt of this very write took effect and its answer was lost: it is done; or
 * another run wrote meanwhile: its object is replaced by this later one.
 */
async function publish(
  bucket: CloudBucket,
  name: string,
  writeId: string,
  attempt: (generation: string) => Promise<void>,
): Promise<void> {
  // Most objects are new: the generation is read only when this one is not.
  let generation = "0";
  for (let conflicts = 0; ; conflicts++) {
    try {
      await attempt(generation);
      return;
    } catch (error) {
      if (statusOf(error) !== 412) throw error;
      if (conflicts >= mostConflicts) {
        throw new ActionableError(
          `The object ${name} was replaced by other runs at each of ${mostConflicts} attempts.`,
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

/** The temporary objects of one write. Nothing else uses their names: calls are safe to retry. */
class TemporaryObjects {
  private readonly names: string[] = [];

  constructor(
    private readonly bucket: CloudBucket,
    private readonly prefix: string,
  ) {}

  upload(shards: AsyncIterable<Buffer>): Promise<string[]> {
    return mapConcurrently(shards, concurrentCalls, async (shard) => {
      const name = this.next();
      await this.bucket.upload(name, shard, shardAbout);
      return name;
    });
  }

  /** Composes objects into others until at most 32 are left. */
  async compose(names: string[]): Promise<string[]> {
    while (names.length > mostComposed) {
      names = await mapConcurrently(groups(names, mostComposed), concurrentCalls, async (group) => {
        const name = this.next();
        await this.bucket.compose(group, name, shardAbout);
        return name;
      });
    }
    return names;
  }

  /** What can't be deleted now is left to the store's `removeTemporary`. */
  async remove(): Promise<void> {
    try {
      await mapConcurrently(this.names, concurrentCalls, (name) => this.bucket.remove(name));
    } catch (error) {
      log.warn({ prefix: this.prefix }, `Temporary objects were not deleted: ${messageOf(error)}`);
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
