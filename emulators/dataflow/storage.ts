/** Reads objects from a Cloud Storage server on this machine. */
export class LocalStorage {
  /** @param endpoint such as `http://127.0.0.1:4443` */
  constructor(readonly endpoint: string) {}

  /** @param uri `gs://bucket/object` */
  async read(uri: string): Promise<Buffer> {
    const [, bucket = "", object = ""] = /^gs:\/\/([^/]+)\/(.+)$/s.exec(uri) ?? [];
    const path = `/storage/v1/b/${bucket}/o/${encodeURIComponent(object)}?alt=media`;
    const response = await fetch(this.endpoint + path);
    if (!response.ok) throw new Error(`${uri} can't be read: HTTP ${response.status}.`);
    return Buffer.from(await response.arrayBuffer());
  }
}
