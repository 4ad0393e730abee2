import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import type { ObjectStore } from "./object_store";

/**
 * So many bytes of a file are parsed at once. What is parsed of all files must be garbage by V8's next
 * minor collection, or it is promoted, and the heap grows from day to day.
 */
const pieceSize = 16 * 1024;

/** The records of a line. A text of more than about 100 KB is no part of what V8 collects often. */
const recordsPerLine = 16;

/** Records that were spilled. */
export interface Spilled {
  /** The temporary file. */
  readonly path: string;
  readonly records: number;
}

/** Writes records, each of them JSON, to a temporary file: a line of it is an array of several. */
export async function spillRecords(
  store: ObjectStore,
  path: string,
  records: readonly unknown[],
): Promise<Spilled> {
  await store.write(path, linesOf(records));
  return { path, records: records.length };
}

function* linesOf(records: readonly unknown[]): Generator<string> {
  for (let at = 0; at < records.length; at += recordsPerLine) {
    yield `${JSON.stringify(records.slice(at, at + recordsPerLine))}\n`;
  }
}

/** Reads spilled records, several at a time. */
export class SpilledReader<T> implements AsyncIterable<readonly T[]> {
  private constructor(
    private readonly spilled: Spilled,
    private readonly content: Readable,
  ) {}

  /** @throws Error when the file is gone */
  static async open<T>(store: ObjectStore, spilled: Spilled): Promise<SpilledReader<T>> {
    const content = await store.read(spilled.path);
    if (!content) throw new Error(`The temporary file ${spilled.path} is gone.`);
    return new SpilledReader<T>(spilled, content);
  }

  /** @throws Error when there are more records or fewer than were written */
  async *[Symbol.asyncIterator](): AsyncGenerator<readonly T[], void, undefined> {
    const decoder = new StringDecoder("utf8");
    const { path, records } = this.spilled;
    let rest = "";
    let read = 0;
    for await (const chunk of this.content as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length; at += pieceSize) {
        const lines = (rest + decoder.write(chunk.subarray(at, at + pieceSize))).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) {
          const batch = JSON.parse(line) as T[];
          read += batch.length;
          yield batch;
        }
      }
    }
    if (read !== records) {
      throw new Error(`The temporary file ${path} holds ${read} records instead of ${records}.`);
    }
  }

  /** Closes a file that was not read to its end. */
  close(): void {
    this.content.destroy();
  }
}
