import { setTimeout as sleep } from "node:timers/promises";
import type { ParDoLookupParam } from "apache-beam/transforms/pardo";
import { AsyncDoFn } from "../../pipelines/beam/async_do_fn";
import { registerDoFns } from "../../pipelines/beam/register";
import { listSideInput } from "../../pipelines/beam/side_input";
import { create } from "../../pipelines/beam/step";

/** What the DoFns of a test did: they run in this process. */
class Journal {
  produced = 0;
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
    this.maxInFlight = Math.max(this.maxInFlight, ++this.inFlight);
  }

  end(): void {
    this.inFlight--;
    this.done++;
  }
}

/** That of the test that runs. */
export let journal: Journal;
beforeEach(() => {
  journal = new Journal();
});

/** Gives each element back after a while. */
export class Wait extends AsyncDoFn<number, number> {
  constructor(
    override readonly concurrency: number,
    readonly ms = 1,
  ) {
    super();
  }

  async *processAsync(n: number): AsyncIterable<number> {
    journal.begin();
    await sleep(this.ms);
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

interface Sides {
  readonly all: ParDoLookupParam<readonly number[]>;
  readonly none: ParDoLookupParam<readonly number[]>;
}

/** Says what its side inputs hold, before and after it waited: each number when the next has. */
export class Look extends AsyncDoFn<number, unknown, Sides> {
  constructor(readonly largest: number) {
    super();
  }

  async *processAsync(n: number, { all, none }: Sides): AsyncIterable<unknown> {
    const before = [...all.lookup()];
    do await sleep(1);
    while (journal.lines.length < this.largest - n);
    yield { n, before, after: [...all.lookup()], none: none.lookup() };
  }
}

/** The side inputs of `Look`: these elements, and none. */
export function sides(all: Parameters<typeof listSideInput<number>>[0]): Sides {
  const none = all.root().apply(create<number>("None", []));
  return { all: listSideInput(all), none: listSideInput(none) };
}

/** 1, 2, 3 ... */
export const numbers = (to: number) => Array.from({ length: to }, (_, i) => i + 1);

registerDoFns("tests/journalled_do_fns", { Wait, Write, Look });
