import type { KV } from "apache-beam/values";
import { AsyncDoFn } from "../../beam/async_do_fn";
import { registerDoFns } from "../../beam/register";
import { garbageCollection } from "../../core/collect_garbage";
import { type DayRuns, dayRun } from "../../run/day_runs";
import type { ObjectStore } from "../../storage/object_store";
import { openObjectStore } from "../../storage/open_object_store";
import { temporaryPath } from "../../storage/object_path";
import { count, type AuditRecord, type OrderedText, rejectedFile } from "../../run/audit_record";
import { type BatchedLine, isOlder, type LineBatch } from "./line_batch";
import { linesOfBatch } from "./lines_of_batch";
import { compareText, fileOf } from "./sorted_line";
import { type Spilled, spillRecords } from "../../storage/spilled_records";

/**
 * The lines of a partition of up to so many characters go to the last step as elements: of one day all
 * at once, of several none, or its memory would grow with the days.
 */
function defaultInMemoryLimit({ dates }: DayRuns): number {
  return dates.length === 1 ? 1_500_000 : 0;
}

/**
 * Reduces the lines of one partition to one a key and sorts them. A partition above the in-memory
 * limit is spilled to a temporary file, whose name is emitted in its place: a whole table never has
 * to fit into one worker's memory.
 */
export class SortPartition extends AsyncDoFn<KV<string, Iterable<LineBatch>>, AuditRecord> {
  override readonly concurrency = 1; // A partition is large, and sorting it waits for nothing.

  /** Only while a bundle is processed, since a DoFn's fields are serialized. */
  private collect?: (lines: number) => void;

  constructor(
    private readonly runs: DayRuns,
    private readonly inMemoryLimit = defaultInMemoryLimit(runs),
  ) {
    super();
  }

  startBundle(): void {
    this.collect = garbageCollection();
  }

  async *processAsync({
    key,
    value,
  }: KV<string, Iterable<LineBatch>>): AsyncGenerator<AuditRecord> {
    const { date, file } = fileOf(key);
    const latest = new Map<string, BatchedLine>();
    let received = 0;
    for (const batch of value) {
      for await (const lines of await linesOfBatch(this.runs, batch)) {
        received += lines.length;
        for (const line of lines) {
          const other = latest.get(line[0]);
          if (!other || isOlder(other, line)) latest.set(line[0], line);
        }
      }
    }
    const lines = [...latest.values()]
      .map(([, order, , text]): OrderedText => [order, text])
      .sort(([a], [b]) => compareText(a, b));
    const content =
      sizeOf(lines) <= this.inMemoryLimit
        ? lines
        : await this.spill(date, `${key.replaceAll("/", "-")}.jsonl`, lines);
    yield { date, kind: "partition", partition: { file, lines: lines.length, content } };
    this.collect?.(received);
    const duplicates = received - lines.length;
    if (duplicates > 0 && file !== rejectedFile) {
      yield count(date, "duplicates", duplicates, file);
    }
  }

  private async spill(date: string, name: string, lines: readonly OrderedText[]): Promise<Spilled> {
    const path = temporaryPath(dayRun(this.runs, date).runId, name);
    return spillRecords(await this.store(date), path, lines);
  }

  private store(date: string): Promise<ObjectStore> {
    const { output, runId } = dayRun(this.runs, date);
    return openObjectStore(output, runId);
  }
}

function sizeOf(lines: readonly OrderedText[]): number {
  return lines.reduce((size, [order, text]) => size + order.length + text.length, 0);
}

registerDoFns("transforms/stage/sort_partition", { SortPartition });
