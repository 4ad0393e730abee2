import { setTimeout as sleep } from "node:timers/promises";
import { AsyncDoFn } from "../../pipelines/beam/async_do_fn";
import { registerDoFns } from "../../pipelines/beam/register";
import { type Counter, counter, create, step } from "../../pipelines/beam/step";
import { runDirect } from "../../pipelines/runners/direct";
import { journal, Look, numbers, sides, Wait, Write } from "./journalled_do_fns";

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

registerDoFns("tests/async_do_fn", { FailTwice, Tell });

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
        .apply(step("Look", new Look(2), sides(root.apply(create("Side", [10, 20])))))
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
