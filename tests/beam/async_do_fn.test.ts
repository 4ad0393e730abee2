import { setTimeout as sleep } from "node:timers/promises";
import "apache-beam";
import { type Counter, counter, type ParDoLookupParam } from "apache-beam/transforms/pardo";
import { AsyncDoFn } from "../../pipelines/beam/async_do_fn";
import { registerDoFns } from "../../pipelines/beam/register";
import { create, groupBy, split, step } from "../../pipelines/beam/step";
import { listSideInput } from "../../pipelines/beam/side_input";
import { runDirect } from "../../pipelines/runners/direct";

const seen: string[] = [];

interface Even {
  even: number;
}
interface Odd {
  odd: { n: number };
}

class Sort extends AsyncDoFn<number, Even | Odd, { sorted: Counter }> {
  async *processAsync(n: number, { sorted }: { sorted: Counter }) {
    await sleep(1);
    sorted.increment();
    yield n % 2 ? { odd: { n } } : { even: n };
  }
}

class See {
  constructor(readonly what: string) {}
  *process(n: unknown): Iterable<string> {
    seen.push(`${this.what} ${JSON.stringify(n)}`);
    yield "x";
  }
}

class Fail extends AsyncDoFn<number, number> {
  async *processAsync(n: number): AsyncIterable<number> {
    await sleep(1);
    if (n === 3) throw failure;
    yield n;
  }
}
class Add extends AsyncDoFn<
  number,
  number,
  { side: ParDoLookupParam<readonly number[]>; sum: Counter }
> {
  async *processAsync(
    n: number,
    { side, sum }: { side: ParDoLookupParam<readonly number[]>; sum: Counter },
  ): AsyncIterable<number> {
    await sleep(1);
    for (const m of side.lookup()) sum.increment(m);
    sum.increment(n);
    yield n;
  }
}
const failure = new RangeError("three");

registerDoFns("tests/async_do_fn", { Sort, See, Fail, Add });

it("runs", async () => {
  const result = await runDirect((root) => {
    const sorted = root
      .apply(create("Numbers", [1, 2, 3, 4]))
      .apply(step("Sort", new Sort(), { sorted: counter("sorted") }));
    const { even, odd } = sorted.apply(split("EvenOrOdd", ["even", "odd"]));
    even.apply(step("SeeEven", new See("even")));
    odd.apply(groupBy("Group", "n")).apply(step("SeeOdd", new See("odd")));
  });
  expect(result).toEqual({ state: "DONE", counters: { sorted: 4 } });
  expect(seen.sort()).toEqual([
    "even 2",
    "even 4",
    'odd {"key":1,"value":[{"n":1}]}',
    'odd {"key":3,"value":[{"n":3}]}',
  ]);
});

it("fails", async () => {
  const run = runDirect((root) => {
    root.apply(create("Numbers", [1, 2, 3, 4])).apply(step("Fail", new Fail()));
  });
  await expect(run).rejects.toBe(failure);
});

it("reads a side input for every element", async () => {
  const result = await runDirect((root) => {
    const side = root.apply(create("Side", [10, 20]));
    root
      .apply(create("Numbers", [1, 2, 3]))
      .apply(step("Add", new Add(), { side: listSideInput(side), sum: counter("sum") }));
  });
  expect(result.counters).toEqual({ sum: 96 });
});
