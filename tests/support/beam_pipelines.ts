import { setTimeout as sleep } from "node:timers/promises";
import "apache-beam";
import { type Counter, counter } from "apache-beam/transforms/pardo";
import type { Root } from "apache-beam/pvalue";
import { AsyncDoFn } from "../../pipelines/beam/async_do_fn";
import { registerDoFns } from "../../pipelines/beam/register";
import { create, groupBy, step } from "../../pipelines/beam/step";

interface Item {
  key: string;
  n: number;
}
export class Items {
  constructor(
    readonly count: number,
    readonly keys: number,
  ) {}
  *process(start: number): Iterable<Item> {
    for (let i = 0; i < this.count; i++) yield { key: `k${i % this.keys}`, n: start + i };
  }
}
export class Wait extends AsyncDoFn<Item, Item, { waited: Counter }> {
  constructor(
    readonly ms: number,
    readonly failAt = -1,
  ) {
    super();
  }
  async *processAsync(item: Item, { waited }: { waited: Counter }): AsyncIterable<Item> {
    if (this.ms > 0) await sleep(this.ms);
    if (item.n === this.failAt)
      throw new RangeError(`item ${item.n} is bad`, { cause: new Error("deep") });
    waited.increment();
    yield item;
  }
}
export class Sum {
  *process(
    group: { key: string; value: Iterable<Item> },
    { sum, groups }: { sum: Counter; groups: Counter },
  ): Iterable<number> {
    let total = 0;
    for (const { n } of group.value) total += n;
    sum.increment(total);
    groups.increment();
    console.error("GROUP", group.key, total);
    yield total;
  }
}
registerDoFns("tests/beam_pipelines", { Items, Wait, Sum });

export const sums =
  (o: { starts: number[]; count: number; keys: number; ms: number; failAt?: number }) =>
  (root: Root) => {
    root
      .apply(create("Starts", o.starts))
      .apply(step("Items", new Items(o.count, o.keys)))
      .apply(step("Wait", new Wait(o.ms, o.failAt ?? -1), { waited: counter("waited") }))
      .apply(groupBy("ByKey", "key"))
      .apply(step("Sum", new Sum(), { sum: counter("sum"), groups: counter("groups") }));
  };
export class Big {
  constructor(readonly bytes: number) {}
  *process(n: number): Iterable<{ n: number; text: string }> {
    yield { n, text: "x".repeat(this.bytes - 1) + "y" };
  }
}
export class Measure {
  *process(
    group: { key: number; value: Iterable<{ text: string }> },
    { bytes }: { bytes: Counter },
  ): Iterable<number> {
    for (const { text } of group.value) bytes.increment(text.endsWith("y") ? text.length : 0);
    yield group.key;
  }
}
registerDoFns("tests/beam_pipelines/big", { Big, Measure });
export const big = (bytes: number) => (root: Root) => {
  root
    .apply(create("Numbers", [1, 2]))
    .apply(step("Big", new Big(bytes)))
    .apply(groupBy("ByNumber", "n"))
    .apply(step("Measure", new Measure(), { bytes: counter("bytes") }));
};
