import type { WindowedValue } from "apache-beam/values";
import { inGlobalWindow } from "../../beam/operators/global_window";
import { registerDoFns } from "../../beam/register";
import { batched, type BatchedLine, type HeldBatch, sizeOfLine } from "./line_batch";
import type { SortedLine } from "./sorted_line";

/** The largest batch, and how much of all batches of a bundle is in memory, in characters. */
const limits = { batch: 512 * 1024, bundle: 4 * 1024 * 1024 };

interface Open {
  readonly lines: BatchedLine[];
  size: number;
}

/** The lines of a bundle in batches, each of one part. */
export class BatchLines {
  /** By part; only while a bundle is processed, since a DoFn's fields are serialized. */
  private open?: Map<string, Open>;
  private size?: number;

  constructor(private readonly limit = limits) {}

  startBundle(): void {
    this.open = new Map();
    this.size = 0;
  }

  *process(line: SortedLine): Generator<HeldBatch> {
    const { part } = line;
    const open = (this.open ??= new Map<string, Open>());
    let batch = open.get(part);
    if (!batch) open.set(part, (batch = { lines: [], size: 0 }));
    const added = batched(line);
    const size = sizeOfLine(added);
    batch.lines.push(added);
    batch.size += size;
    this.size = (this.size ?? 0) + size;
    if (this.size >= this.limit.bundle) yield* this.takeAll();
    else if (batch.size >= this.limit.batch) {
      open.delete(part);
      this.size -= batch.size;
      yield { part, lines: batch.lines };
    }
  }

  *finishBundle(): Generator<WindowedValue<HeldBatch>> {
    for (const batch of this.takeAll()) yield inGlobalWindow(batch);
  }

  private takeAll(): HeldBatch[] {
    const batches = [...(this.open ?? [])].map(([part, { lines }]) => ({ part, lines }));
    this.startBundle();
    return batches;
  }
}

registerDoFns("transforms/stage/batch_lines", { BatchLines });
