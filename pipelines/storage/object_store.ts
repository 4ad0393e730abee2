import type { Readable } from "node:stream";

/** An object that a store holds. */
export interface StoredObject {
  /** Relative to the store's root, with `/` between the parts. */
  readonly path: string;
  readonly bytes: number;
}

/** What was written, and what to verify it with. */
export interface WrittenObject extends StoredObject {
  /** SHA-256 of the content, in lower-case hex. */
  readonly sha256: string;
}

/** No surrogate pair is split between two pieces of text. */
export type Content =
  string | Uint8Array | AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

/**
 * Where the files of a run are stored: a local directory or a Cloud Storage prefix.
 * Paths are relative to its root. Every implementation passes tests/storage/object_store_suite.ts.
 */
export interface ObjectStore {
  /** As on the command line: `./out` or `gs://bucket/prefix`. */
  readonly url: string;

  /** Throws an ActionableError unless it can be written to; creates a local directory. */
  check(): Promise<void>;

  /** Throws what `check` would throw, as far as reading shows it, and creates nothing. */
  checkReadOnly(): Promise<void>;

  /** The object's bytes, or null when there is no such object. */
  read(path: string): Promise<Readable | null>;

  /** The object's path in this machine's file system, for stores that are there. */
  localPath?(path: string): string;

  /** Where the store is, such as `EU` or `europe-west1`, for stores that are in the cloud. */
  location?(): Promise<string>;

  /** Creates or replaces an object, atomically. */
  write(
    path: string,
    content: Content,
    about?: { contentType?: string; metadata?: Record<string, string> },
  ): Promise<WrittenObject>;

  /** The objects whose path begins with a folder's path (ending in `/`, or empty for all), by path. */
  list(folder: string): AsyncIterable<StoredObject>;

  /** Deletes an object; not an error when there is none. */
  delete(path: string): Promise<void>;

  /** Deletes the temporary objects of this run and of runs that died. */
  removeTemporary(): Promise<void>;
}
