const prefix = "crypto/";

/** The files that jobs write to `gs://demo-bucket/crypto` of a storage server. */
export class StoredFiles {
  private readonly objects: string;

  /** @param storage the server: `http://127.0.0.1:4443` */
  constructor(storage: string) {
    this.objects = `${storage}/storage/v1/b/demo-bucket/o`;
  }

  /** The CSV files, by their path. */
  async csvFiles(): Promise<Record<string, string>> {
    const names = (await this.names()).filter((name) => name.endsWith(".csv"));
    const texts = names.map(async (name) => {
      const response = await fetch(`${this.url(name)}?alt=media`);
      return [name, await response.text()] as const;
    });
    return Object.fromEntries((await Promise.all(texts)).sort());
  }

  /** Deletes all but the archive. */
  async deleteMade(): Promise<void> {
    const made = (await this.names()).filter((name) => !name.startsWith(`${prefix}raw/`));
    for (const name of made) {
      const { ok, status } = await fetch(this.url(name), { method: "DELETE" });
      if (!ok) throw new Error(`${name} can't be deleted: HTTP ${status}.`);
    }
  }

  private async names(): Promise<string[]> {
    const response = await fetch(`${this.objects}?prefix=${prefix}`);
    const { items = [] } = (await response.json()) as { items?: { name: string }[] };
    return items.map(({ name }) => name);
  }

  private url(name: string): string {
    return `${this.objects}/${encodeURIComponent(name)}`;
  }
}
