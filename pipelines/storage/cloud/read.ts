import { createHash } from "node:crypto";
import { ActionableError } from "../../core/actionable_error";
import type { CloudBucket, ObjectState } from "./bucket";
import { retryDelay } from "../../core/network/retry";
import { RemoteCallError, isTransient, statusOf } from "../../google/remote_call";
import { setTimeout as pause } from "node:timers/promises";

/**
 * The bytes of one generation of an object: a lost connection is resumed at its offset, and the whole
 * is verified against the SHA-256 that it was written with.
 * @param found the generation to read; when it is replaced before the first byte, the new one is read.
 * @throws ActionableError when the object is replaced later, or its bytes are not those written.
 */
export async function* readObject(
  bucket: CloudBucket,
  name: string,
  url: string,
  found: ObjectState,
): AsyncGenerator<Buffer> {
  let state = found;
  const sha256 = createHash("sha256");
  let read = 0;
  for (let failed = 0; read < state.bytes;) {
    try {
      for await (const piece of pieces(bucket, name, state.generation, read)) {
        read += piece.length;
        failed = 0;
        sha256.update(piece);
        yield piece;
      }
      if (read < state.bytes) throw Object.assign(new Error("torn answer"), { code: "ECONNRESET" });
    } catch (error) {
      if (statusOf(error) === 404) {
        const newer = read === 0 ? await bucket.state(name) : null;
        if (newer && newer.generation !== state.generation) {
          state = newer;
          continue;
        }
        throw new ActionableError(`${url} was replaced while it was read.`, "Run it again.", {
          cause: error,
        });
      }
      const delay = isTransient(error) ? retryDelay(bucket.policy, ++failed, Math.random()) : null;
      if (delay === null) throw new RemoteCallError("storage.objects.get", failed, error);
      await pause(delay);
    }
  }
  const written = state.metadata.sha256;
  if (written !== undefined && written !== sha256.digest("hex")) {
    throw new ActionableError(
      `${url} does not hold what was written: its SHA-256 is not the one in its metadata.`,
      "Remove it and run again.",
    );
  }
}

/** The bytes of one answer; an answer that stalls for too long is aborted. */
async function* pieces(
  bucket: CloudBucket,
  name: string,
  generation: string,
  from: number,
): AsyncGenerator<Buffer> {
  const stream = bucket.open(name, generation, from) as NodeJS.ReadableStream & {
    destroy(error?: Error): void;
  };
  const stall = () => {
    stream.destroy(Object.assign(new Error("no data came"), { code: "ETIMEDOUT" }));
  };
  let timer = setTimeout(stall, bucket.policy.timeout);
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      clearTimeout(timer);
      yield piece;
      timer = setTimeout(stall, bucket.policy.timeout);
    }
  } finally {
    clearTimeout(timer);
    stream.destroy();
  }
}
