import type { ObjectStore } from "../../storage/object_store";
import type { OrderedText, SortedPartition } from "../../run/audit_record";
import { compareText } from "./sorted_line";
import { SpilledReader } from "../../storage/spilled_records";

/** Characters in a chunk, about; content_blocks.ts says why no more (textSize). */
const chunkSize = 8 * 1024;

/**
 * Merges sorted partitions into one sorted text (a k-way merge), in chunks; one chunk of each
 * partition is in memory at a time.
 * @throws Error when a spilled partition has another number of lines than its step has written
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

  private constructor(
    private readonly batches:
      AsyncIterator<readonly OrderedText[]> | Iterator<readonly OrderedText[]>,
    /** Closes a file that was not read to its end. */
    readonly close: () => void = () => undefined,
  ) {}

  static async open(store: ObjectStore, { content }: SortedPartition): Promise<PartitionReader> {
    if (!("path" in content)) return new PartitionReader([content].values());
    const file = await SpilledReader.open<OrderedText>(store, content);
    return new PartitionReader(file[Symbol.asyncIterator](), () => {
      file.close();
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
    this.head = this.batch[0] ?? null;
  }
}
