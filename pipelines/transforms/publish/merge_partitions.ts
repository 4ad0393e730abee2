import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import type { ObjectStore } from "../../storage/object_store";
import type { OrderedText, SortedPartition } from "../../run/audit_record";
import { compareText } from "./sorted_line";

/** Characters in a chunk, about; content_blocks.ts says why no more (textSize). */
const chunkSize = 8 * 1024;

/**
 * So many bytes of a partition are parsed at once. What is parsed of all partitions must be garbage by
 * V8's next minor collection, or it is promoted, and the heap grows from day to day.
 */
const pieceSize = 16 * 1024;

/**
 * Merges sorted partitions into one sorted text (a k-way merge), in chunks; one chunk of each
 * partition is in memory at a time.
 * @throws Error when a partition has another number of lines than its step has written
 */
export async function* mergePartitions(
  store: ObjectStore,
  partitions: readonly SortedPartition[],
): AsyncGenerator<string> {
  const readers: PartitionReader[] = [];
  try {
    for (const partition of partitions) readers.push(await PartitionReader.open(store, partition));
    for (const reader of readers) await reader.refill();
    yield* merged(readers);
  } finally {
    // When the writer of the text fails, files are still open.
    for (const reader of readers) reader.close();
  }
}

async function* merged(readers: readonly PartitionReader[]): AsyncGenerator<string> {
  let open = readers.filter((reader) => reader.head !== null);
  let chunk = "";
  while (open.length > 0) {
    const first = open.reduce((a, b) => (compareText(a.order, b.order) <= 0 ? a : b));
    chunk += first.text;
    if (!first.advance()) {
      await first.refill();
      open = open.filter((reader) => reader.head !== null);
    }
    if (chunk.length >= chunkSize) {
      yield chunk;
      chunk = "";
    }
  }
  if (chunk !== "") yield chunk;
}

/** Reads one partition; one that was spilled to a file, a chunk at a time. */
class PartitionReader {
  head: OrderedText | null = null;
  private batch: readonly OrderedText[] = [];
  private at = 0;
  private read = 0;

  private constructor(
    private readonly partition: SortedPartition,
    private readonly batches:
      AsyncIterator<readonly OrderedText[]> | Iterator<readonly OrderedText[]>,
    /** Closes a file that was not read to its end. */
    readonly close: () => void = () => undefined,
  ) {}

  static async open(store: ObjectStore, partition: SortedPartition): Promise<PartitionReader> {
    const { content } = partition;
    if (typeof content !== "string") return new PartitionReader(partition, [content].values());
    const file = await store.read(content);
    if (!file) throw new Error(`The temporary file ${content} is gone.`);
    return new PartitionReader(partition, batchesOf(file), () => {
      file.destroy();
    });
  }

  get order(): string {
    return this.head?.[0] ?? "";
  }

  get text(): string {
    return this.head?.[1] ?? "";
  }

  /** Moves to the next line of the batch; false when there is none. */
  advance(): boolean {
    this.head = this.batch[++this.at] ?? null;
    return this.head !== null;
  }

  async refill(): Promise<void> {
    const next = await this.batches.next();
    this.batch = next.done ? [] : next.value;
    this.at = 0;
    this.read += this.batch.length;
    this.head = this.batch[0] ?? null;
    if (next.done && this.read !== this.partition.lines) {
      throw new Error(
        `A partition of the ${this.partition.file} holds ${this.read} lines instead of ${this.partition.lines}.`,
      );
    }
  }
}

/** The lines that each piece of a file completes; never an empty batch. */
async function* batchesOf(content: Readable): AsyncGenerator<OrderedText[], void, undefined> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const chunk of content as AsyncIterable<Buffer>) {
    for (let at = 0; at < chunk.length; at += pieceSize) {
      const texts = (rest + decoder.write(chunk.subarray(at, at + pieceSize))).split("\n");
      rest = texts.pop() ?? "";
      if (texts.length > 0) yield texts.map((text) => JSON.parse(text) as OrderedText);
    }
  }
}
