/**
 * The grammar of places in Cloud Storage, said once: https://cloud.google.com/storage/docs/buckets#naming.
 * In POSIX terms, as a template's metadata needs it.
 */
export const bucketName = "[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]";

/** A bucket, and a name or prefix in it, which may be empty. */
export interface StorageUrl {
  readonly bucket: string;
  readonly name: string;
}

const storageUrl = new RegExp(`^gs://(${bucketName})(?:/([^\\r\\n]*))?$`);

/** The parts of `gs://BUCKET/NAME`; undefined where a text is none. */
export function parseStorageUrl(text: string): StorageUrl | undefined {
  const [, bucket, name = ""] = storageUrl.exec(text) ?? [];
  return bucket === undefined ? undefined : { bucket, name };
}

/** Whether a place is in Cloud Storage, not on this machine. */
export function isStorageUrl(place: string): boolean {
  return place.startsWith("gs://");
}
