import { once } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { AsyncDoFn } from "../../pipelines/beam/async_do_fn";
import { registerDoFns } from "../../pipelines/beam/register";
import { type Counter, counter, create, step } from "../../pipelines/beam/step";
import { runDirect } from "../../pipelines/runners/direct";
import { journal, numbers, Wait, Write } from "./journalled_do_fns";

/** The second element fails once all are in flight; the others end, with errors too, when aborted. */
class FailTwice extends AsyncDoFn<number, number> {
  async *processAsync(n: number, _context: undefined, signal: AbortSignal): AsyncIterable<number> {
    journal.begin();
    try {
      if (n === 2) {
        while (journal.inFlight < this.concurrency) await turn();
        throw firstError;
      }
      await once(signal, "abort");
      await turn();
      throw new Error("too late");
    } finally {
      if (signal.aborted) journal.aborted++;
      journal.end();
    }
    yield n;
  }
}
const firstError = new RangeError("two");

class CountTwice extends AsyncDoFn<number, string, { counted: Counter }> {
  async *processAsync(n: number, { counted }: { counted: Counter }): AsyncIterable<string> {
    counted.increment();
    await turn();
    counted.increment(n * 10);
    yield `element ${n}`;
  }
}

registerDoFns("tests/async_do_fn", { FailTwice, CountTwice });

it("fails with the very error that came first, once all other elements have ended", async () => {
  const run = runDirect((root) => {
    root.apply(create("Numbers", numbers(100))).apply(step("Fail", new FailTwice()));
  });
  await expect(run).rejects.toBe(firstError);
  expect(journal).toMatchObject({ maxInFlight: 8, inFlight: 0, done: 8, aborted: 7 });
  await turn(); // an unhandled rejection of another element would fail the test
});

it("counts before and after it has waited", async () => {
  const { counters } = await runDirect((root) => {
    root
      .apply(create("Numbers", [1, 2, 3]))
      .apply(step("Count", new CountTwice(), { counted: counter("counted") }))
      .apply(step("Write", new Write()));
  });
  expect(counters).toEqual({ counted: 63 });
  expect(journal.lines.sort()).toEqual(["element 1", "element 2", "element 3"]);
});

describe("a bundle", () => {
  it("is cancelled with the signal's reason, once its elements have ended", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const run = runDirect(
      (root) => {
        root.apply(create("Numbers", numbers(1000))).apply(step("Wait", new Wait(5)));
      },
      { signal: controller.signal },
    );
    while (journal.done < 10) await turn();
    controller.abort(reason);
    await expect(run).rejects.toBe(reason);
    const { done, begun } = journal;
    expect(done).toBeLessThan(20);
    for (let turns = 0; turns < 10; turns++) await turn();
    expect(journal).toMatchObject({ done, begun });
  });

  it("does not start with a signal that is aborted already", async () => {
    const reason = new Error("before");
    const run = runDirect(
      (root) => {
        root.apply(create("Numbers", [1])).apply(step("Wait", new Wait(5)));
      },
      { signal: AbortSignal.abort(reason) },
    );
    await expect(run).rejects.toBe(reason);
    expect(journal.begun).toBe(0);
  });
});
