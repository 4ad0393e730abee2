import type { Readable } from "node:stream";

/** An object that a store holds. */
export interface StoredObject {
  /** Relative to the store's root, with `/` between the parts. */
  readonly path: string;
  readonly bytes: number;
}

/** What was written: enough to check it later. */
export interface WrittenObject extends StoredObject {
  /** SHA-256 of the content, in lower-case hex. */
  readonly sha256: string;
}

/** A piece of text is whole characters: no surrogate pair is split between two pieces. */
export type Content =
  string | Uint8Array | AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

/**
 * A place for the files of a run: a local directory or a Cloud Storage prefix.
 * Paths are relative to its root. Every implementation passes tests/storage/object_store_suite.ts.
 */
export interface ObjectStore {
  /** As a person would write it: `./out` or `gs://bucket/prefix`. */
  readonly url: string;

  /** Fails with a Problem unless the place can be written to; creates a local directory. */
  check(): Promise<void>;

  /** The object's bytes, or null when there is no such object. */
  read(path: string): Promise<Readable | null>;

  /** Where the object is (or would be) in this machine's file system, for stores that are there. */
  localPath?(path: string): string;

  /** Where the store is, such as `EU` or `europe-west1`, for stores that are in the cloud. */
  location?(): Promise<string>;

  /** Creates or replaces an object: readers see all of the old one or all of the new one. */
  write(
    path: string,
    content: Content,
    about?: { contentType?: string; metadata?: Record<string, string> },
  ): Promise<WrittenObject>;

  /** The objects whose path begins with a folder's path (ending in `/`, or empty for all), by path. */
  list(folder: string): AsyncIterable<StoredObject>;

  /** Removes an object; not an error when there is none. */
  delete(path: string): Promise<void>;

  /** Removes whatever this run and runs that died left in temporary places. */
  removeTemporary(): Promise<void>;
}
