import { execFile } from "node:child_process";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { promisify } from "node:util";
import { AsyncDoFn } from "../../../pipelines/beam/async_do_fn";
import { registerDoFns } from "../../../pipelines/beam/register";
import { create, step } from "../../../pipelines/beam/step";
import { runDirect } from "../../../pipelines/runners/direct";
import { journal, numbers, Wait, Write } from "../journalled_do_fns";
import { compiled } from "../../support/checkout";

class Count {
  constructor(readonly to: number) {}

  *process(): Iterable<number> {
    for (let n = 1; n <= this.to; n++) {
      journal.produce();
      yield n;
    }
  }
}

class Twice extends AsyncDoFn<number, number> {
  override readonly concurrency = 16;

  async *processAsync(n: number): AsyncIterable<number> {
    await turn();
    yield n;
    journal.produce();
    yield n + 1000;
    journal.produced++;
  }
}

/** Emits 3, 2, 1: each element when the greater ones have been written. */
class Reverse extends AsyncDoFn<number, number> {
  async *processAsync(n: number): AsyncIterable<number> {
    while (journal.lines.length < 3 - n) await turn();
    yield n;
  }
}

registerDoFns("tests/elements_in_flight", { Count, Twice, Reverse });

describe("elements in flight", () => {
  it("are as many as `concurrency`, and no more", async () => {
    await runDirect((root) => {
      root.apply(create("Numbers", numbers(40))).apply(step("Wait", new Wait(4)));
    });
    expect(journal).toMatchObject({ maxInFlight: 4, done: 40 });
  });

  it("hold back the preceding step, which has at most one output waiting", async () => {
    await runDirect((root) => {
      root
        .apply(create("Once", [0]))
        .apply(step("Count", new Count(500)))
        .apply(step("Wait", new Wait(3)));
    });
    expect(journal).toMatchObject({ maxInFlight: 3, maxPending: 4, done: 500 });
  });

  it("are held back by an asynchronous step that follows", async () => {
    await runDirect((root) => {
      root
        .apply(create("Numbers", numbers(100)))
        .apply(step("Twice", new Twice()))
        .apply(step("Wait", new Wait(1)));
    });
    expect(journal).toMatchObject({ maxInFlight: 1, produced: 200, done: 200 });
    expect(journal.maxPending).toBeLessThanOrEqual(17);
  });

  it("are all that memory holds of a bundle: 100,000 of 10 KB stream through 48 MB", async () => {
    const program = join(compiled, "tests/support/beam/stream_elements.js");
    const args = ["--max-old-space-size=48", program];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    expect(JSON.parse(stdout)).toEqual({ state: "DONE", counters: { passed: 100_000 } });
  });

  it("emit in the order in which they are ready", async () => {
    await runDirect((root) => {
      root
        .apply(create("Numbers", [1, 2, 3]))
        .apply(step("Reverse", new Reverse()))
        .apply(step("Write", new Write()));
    });
    expect(journal.lines).toEqual([3, 2, 1]);
  });
});
