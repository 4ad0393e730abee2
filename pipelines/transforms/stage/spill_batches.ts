import { randomUUID } from "node:crypto";
import { AsyncDoFn } from "../../beam/async_do_fn";
import { registerDoFns } from "../../beam/register";
import { type DayRuns, dayRun } from "../../run/day_runs";
import { temporaryPath } from "../../storage/object_path";
import { openObjectStore } from "../../storage/open_object_store";
import { type HeldBatch, type LineBatch, sizeOfLine } from "./line_batch";
import { fileOf } from "./sorted_line";
import { spillRecords } from "../../storage/spilled_records";

/** So many characters of a bundle's batches stay elements where a run is of one day. */
const inMemoryLimit = 16 * 1024 * 1024;

/** A batch of fewer characters is hardly larger than the name of a file. */
const smallBatch = 2 * 1024;

/**
 * Spills batches to temporary files, and passes their names on: runners such as Prism keep all that is
 * to be grouped in memory, and it grows with the days. Of one day, the first batches stay elements.
 */
export class SpillBatches extends AsyncDoFn<HeldBatch, LineBatch> {
  /** Characters that may still stay elements; only while a bundle is processed. */
  private room?: number;

  constructor(
    private readonly runs: DayRuns,
    private readonly limit = runs.dates.length === 1 ? inMemoryLimit : 0,
  ) {
    super();
  }

  startBundle(): void {
    this.room = this.limit;
  }

  async *processAsync(batch: HeldBatch): AsyncGenerator<LineBatch> {
    const size = batch.lines.reduce((sum, line) => sum + sizeOfLine(line), 0);
    const room = this.room ?? 0;
    if (size >= smallBatch && size > room) yield await this.spill(batch);
    else {
      this.room = Math.max(0, room - size);
      yield batch;
    }
  }

  /** The name is a new one each time: a bundle that a runner repeats may batch its lines differently. */
  private async spill({ part, lines }: HeldBatch): Promise<LineBatch> {
    const { output, runId } = dayRun(this.runs, fileOf(part).date);
    const path = temporaryPath(runId, `${part.replaceAll("/", "-")}.${randomUUID()}.jsonl`);
    const store = await openObjectStore(output, runId);
    return { part, lines: await spillRecords(store, path, lines) };
  }
}

registerDoFns("transforms/stage/spill_batches", { SpillBatches });
