import { buffer } from "node:stream/consumers";
import type { ObjectStore } from "../storage/object_store";

/** An archived answer: its body as it came, gzip, and when it was fetched. */
export interface ArchivedAnswer {
  readonly status: 200 | 404;
  /** ISO timestamp, UTC. */
  readonly fetchedAt: string;
  readonly gzipped: Buffer;
}

/** How many answers are written at a time; each is held in memory until it is written. */
const writesAtOnce = 4;

/**
 * Raw answers of one source and date: the cache that makes a repeat free, and a past date
 * reproducible. A file holds a body as it came, compressed; the time of the fetch is part of its
 * name, `raw/<source>/<date>/<name>@<time>[.404].json.gz`, so that each file is self-contained and an
 * answer is added atomically. Of several answers of one name the newest counts.
 */
export class Archive {
  private readonly root: string;
  private readonly writing = new Set<Promise<void>>();
  private readonly failures: unknown[] = [];
  private readonly folders = new Map<string, Promise<Map<string, Entry>>>();

  constructor(
    private readonly store: ObjectStore,
    source: string,
    date: string,
  ) {
    this.root = `raw/${source}/${date}/`;
  }

  async find(name: string): Promise<ArchivedAnswer | null> {
    const entry = (await this.folder(name)).get(name);
    const content = entry && (await this.store.read(entry.path));
    if (!entry || !content) return null;
    return {
      status: entry.status,
      fetchedAt: entry.fetchedAt,
      gzipped: await buffer(content),
    };
  }

  /** Whether there is an answer of that name. */
  async has(name: string): Promise<boolean> {
    return (await this.folder(name)).has(name);
  }

  /** When the answer of that name was fetched; null where there is none. */
  async fetchedAt(name: string): Promise<string | null> {
    return (await this.folder(name)).get(name)?.fetchedAt ?? null;
  }

  /** How many answers there are whose names begin so, such as `coins/`: in one folder. */
  async count(beginning: string): Promise<number> {
    const names = [...(await this.folder(beginning)).keys()];
    return names.filter((name) => name.startsWith(beginning)).length;
  }

  /**
   * Starts to write an answer and returns, unless too many are being written already.
   * @throws what an earlier write threw
   */
  async write(name: string, answer: ArchivedAnswer): Promise<void> {
    while (this.writing.size >= writesAtOnce) await Promise.race(this.writing);
    this.throwFailure();
    const write = this.writeNow(name, answer)
      .catch((failure: unknown) => this.failures.push(failure))
      .then(() => void this.writing.delete(write));
    this.writing.add(write);
  }

  /**
   * Waits until every answer is written.
   * @throws what a write threw
   */
  async flush(): Promise<void> {
    await this.close();
    this.throwFailure();
  }

  /** Waits for what is being written, whether it succeeds or not. */
  async close(): Promise<void> {
    await Promise.all(this.writing);
  }

  private throwFailure(): void {
    if (this.failures.length > 0) throw this.failures[0];
  }

  private async writeNow(
    name: string,
    { status, fetchedAt, gzipped }: ArchivedAnswer,
  ): Promise<void> {
    const time = fetchedAt.replace(/[-:.]/g, "");
    const path = `${this.root}${name}@${time}${status === 404 ? ".404" : ""}.json.gz`;
    const entries = await this.folder(name);
    await this.store.write(path, gzipped, { contentType: "application/gzip" });
    const older = entries.get(name);
    entries.set(name, { path, status, fetchedAt });
    if (older && older.path !== path) await this.store.delete(older.path);
  }

  /** The newest answer of each name in the folder of a name; listed once. */
  private folder(name: string): Promise<Map<string, Entry>> {
    const folder = name.slice(0, name.lastIndexOf("/") + 1);
    let entries = this.folders.get(folder);
    if (!entries) this.folders.set(folder, (entries = this.list(folder)));
    return entries;
  }

  private async list(folder: string): Promise<Map<string, Entry>> {
    const entries = new Map<string, Entry>();
    for await (const { path } of this.store.list(this.root + folder)) {
      const match = /^(.*)@(\d{8}T\d{9}Z)(\.404)?\.json\.gz$/.exec(path.slice(this.root.length));
      const [, name, time, absent] = match ?? [];
      if (name === undefined || time === undefined) continue;
      const entry: Entry = { path, status: absent ? 404 : 200, fetchedAt: isoTime(time) };
      const known = entries.get(name);
      if (!known || known.fetchedAt < entry.fetchedAt) entries.set(name, entry);
    }
    return entries;
  }
}

interface Entry {
  readonly path: string;
  readonly status: 200 | 404;
  readonly fetchedAt: string;
}

/** `20260102T030405678Z` to `2026-01-02T03:04:05.678Z`. */
function isoTime(time: string): string {
  return time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z$/, "$1-$2-$3T$4:$5:$6.$7Z");
}
