import { execFile } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { ParDoLookupParam } from "apache-beam/transforms/pardo";
import { AsyncDoFn } from "../../pipelines/beam/async_do_fn";
import { registerDoFns } from "../../pipelines/beam/register";
import { listSideInput } from "../../pipelines/beam/side_input";
import { type Counter, counter, create, step } from "../../pipelines/beam/step";
import { runDirect } from "../../pipelines/runners/direct";

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

  begin(): void {
    this.maxInFlight = Math.max(this.maxInFlight, ++this.inFlight);
  }

  end(): void {
    this.inFlight--;
    this.done++;
  }
}
let journal: Journal;
beforeEach(() => {
  journal = new Journal();
});

class Count {
  constructor(readonly to: number) {}

  *process(): Iterable<number> {
    for (let n = 1; n <= this.to; n++) {
      journal.produced++;
      journal.maxPending = Math.max(journal.maxPending, journal.produced - journal.done);
      yield n;
    }
  }
}

class Wait extends AsyncDoFn<number, number> {
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

class Twice extends AsyncDoFn<number, number> {
  override readonly concurrency = 16;

  async *processAsync(n: number): AsyncIterable<number> {
    await sleep(1);
    yield n;
    journal.produced++;
    journal.maxPending = Math.max(journal.maxPending, journal.produced - journal.done);
    yield n + 1000;
    journal.produced++;
  }
}

class Write {
  process(element: unknown): void {
    journal.lines.push(element);
  }
}

/** Fails at two elements, the second of them first; the others end when they are told to. */
class FailTwice extends AsyncDoFn<number, number> {
  async *processAsync(n: number, _context: undefined, signal: AbortSignal): AsyncIterable<number> {
    journal.begin();
    try {
      if (n === 1) await sleep(30);
      else if (n === 2) await sleep(10);
      else await sleep(10_000, undefined, { signal }).finally(() => sleep(50));
      throw n === 2 ? theFirst : new Error("too late");
    } finally {
      if (signal.aborted) journal.aborted++;
      journal.end();
    }
    yield n;
  }
}
const theFirst = new RangeError("two");

class Tell extends AsyncDoFn<number, string, { told: Counter }> {
  // The fields of a DoFn are serialized; what a bundle keeps is made when it starts.
  private total = 0;

  override async startBundleAsync(): Promise<void> {
    await sleep(20);
    this.total = 100;
  }

  async *processAsync(n: number, { told }: { told: Counter }): AsyncIterable<string> {
    told.increment();
    await sleep(1);
    told.increment();
    this.total += n;
    yield `element ${n}`;
  }

  override async *finishBundleAsync({ told }: { told: Counter }): AsyncIterable<string> {
    told.increment(1000);
    await sleep(1);
    yield `total ${this.total}`;
    yield "end";
  }
}

interface Sides {
  readonly all: ParDoLookupParam<readonly number[]>;
  readonly none: ParDoLookupParam<readonly number[]>;
}

class Look extends AsyncDoFn<number, unknown, Sides> {
  async *processAsync(n: number, { all, none }: Sides): AsyncIterable<unknown> {
    const before = [...all.lookup()];
    await sleep(5 - n);
    yield { n, before, after: [...all.lookup()], none: none.lookup() };
  }
}

registerDoFns("tests/async_do_fn", {
  Count,
  Wait,
  Twice,
  Write,
  FailTwice,
  Tell,
  Look,
});

const numbers = (to: number) => Array.from({ length: to }, (_, i) => i + 1);

describe("elements in flight", () => {
  it("are as many as `concurrency`, and no more", async () => {
    await runDirect((root) => {
      root.apply(create("Numbers", numbers(40))).apply(step("Wait", new Wait(4)));
    });
    expect(journal).toMatchObject({ maxInFlight: 4, done: 40 });
  });

  it("hold back the step before, which has one output in hand at most", async () => {
    await runDirect((root) => {
      root
        .apply(create("Once", [0]))
        .apply(step("Count", new Count(500)))
        .apply(step("Wait", new Wait(3, 0)));
    });
    expect(journal).toMatchObject({ maxInFlight: 3, maxPending: 4, done: 500 });
  });

  it("are held back by an asynchronous step behind", async () => {
    await runDirect((root) => {
      root
        .apply(create("Numbers", numbers(100)))
        .apply(step("Twice", new Twice()))
        .apply(step("Wait", new Wait(1)));
    });
    expect(journal).toMatchObject({ maxInFlight: 1, produced: 200, done: 200 });
    expect(journal.maxPending).toBeLessThanOrEqual(17);
  });

  it("are all of a bundle that is held in memory: 100,000 of 10 KB pass through 48 MB", async () => {
    const program = join(__dirname, "..", "support", "stream_elements.js");
    const args = ["--max-old-space-size=48", program];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    expect(JSON.parse(stdout)).toEqual({ state: "DONE", counters: { passed: 100_000 } });
  });

  it("emit in the order in which they are ready", async () => {
    await runDirect((root) => {
      root
        .apply(create("Numbers", [1, 2, 3]))
        .apply(step("Look", new Look(), sides(root.apply(create("Side", [7])))))
        .apply(step("Write", new Write()));
    });
    expect(journal.lines).toMatchObject([{ n: 3 }, { n: 2 }, { n: 1 }]);
  });
});

describe("a failure", () => {
  it("is the first one, the very same error, when the others have ended", async () => {
    const run = runDirect((root) => {
      root.apply(create("Numbers", numbers(100))).apply(step("Fail", new FailTwice()));
    });
    await expect(run).rejects.toBe(theFirst);
    expect(journal).toMatchObject({ maxInFlight: 8, inFlight: 0, done: 8, aborted: 7 });
    await sleep(50); // an unhandled rejection of another element would fail the test
  });
});

describe("a bundle", () => {
  it("begins before its elements and ends after them, with counters and outputs", async () => {
    const { counters } = await runDirect((root) => {
      root
        .apply(create("Numbers", [1, 2, 3]))
        .apply(step("Tell", new Tell(), { told: counter("told") }))
        .apply(step("Write", new Write()));
    });
    expect(counters).toEqual({ told: 1006 });
    expect(journal.lines.slice(0, 3).sort()).toEqual(["element 1", "element 2", "element 3"]);
    expect(journal.lines.slice(3)).toEqual(["total 106", "end"]);
  });

  it("reads side inputs for every element, before and after it waited", async () => {
    await runDirect((root) => {
      root
        .apply(create("Numbers", [1, 2]))
        .apply(step("Look", new Look(), sides(root.apply(create("Side", [10, 20])))))
        .apply(step("Write", new Write()));
    });
    const both = { before: [10, 20], after: [10, 20], none: [] };
    expect(journal.lines).toEqual([
      { n: 2, ...both },
      { n: 1, ...both },
    ]);
  });

  it("is cancelled with the signal's reason, once its elements have ended", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const run = runDirect(
      (root) => {
        root.apply(create("Numbers", numbers(1000))).apply(step("Wait", new Wait(5, 20)));
      },
      { signal: controller.signal },
    );
    setTimeout(() => {
      controller.abort(reason);
    }, 50);
    await expect(run).rejects.toBe(reason);
    expect(journal.done + journal.inFlight).toBeLessThan(50);
    const { done } = journal;
    await sleep(60);
    expect(journal.done).toBe(done);
  });

  it("is not even begun with a signal that is aborted already", async () => {
    const reason = new Error("before");
    const run = runDirect(
      (root) => {
        root.apply(create("Numbers", [1])).apply(step("Wait", new Wait(5)));
      },
      { signal: AbortSignal.abort(reason) },
    );
    await expect(run).rejects.toBe(reason);
    expect(journal.maxInFlight).toBe(0);
  });
});

function sides(all: Parameters<typeof listSideInput<number>>[0]): Sides {
  const none = all.root().apply(create<number>("None", []));
  return { all: listSideInput(all), none: listSideInput(none) };
}
