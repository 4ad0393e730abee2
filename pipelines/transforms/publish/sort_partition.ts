import type { KV } from "apache-beam/values";
import { AsyncDoFn } from "../../beam/async_do_fn";
import { registerDoFns } from "../../beam/register";
import { type DayRuns, dayRun } from "../../run/day_runs";
import { openObjectStore } from "../../storage/open_object_store";
import { temporaryPath } from "../../storage/object_path";
import { count, type AuditRecord, type OrderedText, rejectedFile } from "../../run/audit_record";
import { compareText, fileOf, isOlder, type SortedLine } from "./sorted_line";

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
export class SortPartition extends AsyncDoFn<KV<string, Iterable<SortedLine>>, AuditRecord> {
  override readonly concurrency = 1; // A partition is large, and sorting it waits for nothing.

  constructor(
    private readonly runs: DayRuns,
    private readonly inMemoryLimit = defaultInMemoryLimit(runs),
  ) {
    super();
  }

  async *processAsync({
    key,
    value,
  }: KV<string, Iterable<SortedLine>>): AsyncGenerator<AuditRecord> {
    const { date, file } = fileOf(key);
    const latest = new Map<string, SortedLine>();
    let received = 0;
    for (const line of value) {
      received++;
      const other = latest.get(line.id);
      if (!other || isOlder(other, line)) latest.set(line.id, line);
    }
    const lines = [...latest.values()].sort((a, b) => compareText(a.order, b.order));
    const content =
      sizeOf(lines) <= this.inMemoryLimit
        ? lines.map(({ order, text }): OrderedText => [order, text])
        : await this.spill(date, `${key.replaceAll("/", "-")}.jsonl`, lines);
    yield { date, kind: "partition", partition: { file, lines: lines.length, content } };
    const duplicates = received - lines.length;
    if (duplicates > 0 && file !== rejectedFile) {
      yield count(date, "duplicates", duplicates, file);
    }
  }

  private async spill(date: string, name: string, lines: readonly SortedLine[]): Promise<string> {
    const { output, runId } = dayRun(this.runs, date);
    const path = temporaryPath(runId, name);
    const store = await openObjectStore(output, runId);
    await store.write(path, partitionText(lines));
    return path;
  }
}

function sizeOf(lines: readonly SortedLine[]): number {
  return lines.reduce((size, { order, text }) => size + order.length + text.length, 0);
}

/** A text of more than about 100 KB is no part of what V8 collects often. */
const linesPerText = 32;

/** Each line of the file is a JSON array of order and text. */
function* partitionText(lines: readonly SortedLine[]): Generator<string> {
  for (let at = 0; at < lines.length; at += linesPerText) {
    yield lines
      .slice(at, at + linesPerText)
      .map(({ order, text }) => `${JSON.stringify([order, text])}\n`)
      .join("");
  }
}

registerDoFns("transforms/publish/sort_partition", { SortPartition });
