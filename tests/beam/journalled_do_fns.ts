import { setImmediate as turn } from "node:timers/promises";
import { AsyncDoFn } from "../../pipelines/beam/async_do_fn";
import { registerDoFns } from "../../pipelines/beam/register";

/** What the DoFns of a test did: they run in this process. */
class Journal {
  produced = 0;
  begun = 0;
  inFlight = 0;
  maxInFlight = 0;
  /** How many elements were produced and not yet done, at most. */
  maxPending = 0;
  done = 0;
  aborted = 0;
  readonly lines: unknown[] = [];

  produce(): void {
    this.produced++;
    this.maxPending = Math.max(this.maxPending, this.produced - this.done);
  }

  begin(): void {
    this.begun++;
    this.maxInFlight = Math.max(this.maxInFlight, ++this.inFlight);
  }

  end(): void {
    this.inFlight--;
    this.done++;
  }
}

/** The journal of the current test. */
export let journal: Journal;
beforeEach(() => {
  journal = new Journal();
});

/** Emits each element a turn of the event loop later. */
export class Wait extends AsyncDoFn<number, number> {
  constructor(override readonly concurrency: number) {
    super();
  }

  async *processAsync(n: number): AsyncIterable<number> {
    journal.begin();
    await turn();
    yield n;
    journal.end();
  }
}

/** Writes its elements into the journal. */
export class Write {
  process(element: unknown): void {
    journal.lines.push(element);
  }
}

/** 1, 2, 3 ... */
export const numbers = (to: number) => Array.from({ length: to }, (_, i) => i + 1);

registerDoFns("tests/journalled_do_fns", { Wait, Write });
