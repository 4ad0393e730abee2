import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import "../../../pipelines/beam/sdk";
import type { ParDoLookupParam } from "apache-beam/transforms/pardo";
import type { KV } from "apache-beam/values";
import { AsyncDoFn } from "../../../pipelines/beam/async_do_fn";
import type { PipelineFn } from "../../../pipelines/beam/pipeline_proto";
import { registerDoFns } from "../../../pipelines/beam/register";
import { listSideInput } from "../../../pipelines/beam/side_input";
import {
  type Counter,
  counter,
  create,
  flatten,
  groupBy,
  split,
  step,
} from "../../../pipelines/beam/step";

/** Small pipelines that ask a runner and its workers for everything that ours need. */

interface Item {
  readonly n: number;
  readonly key: string;
}

class MakeItems {
  constructor(
    readonly count: number,
    readonly keys: number,
  ) {}

  *process(start: number): Iterable<Item> {
    for (let n = start; n < start + this.count; n++) yield { n, key: `key ${n % this.keys}` };
  }
}

/** Passes items on, and now and then really waits. */
class Check extends AsyncDoFn<Item, { good: Item } | { odd: Item }, { checked: Counter }> {
  constructor(readonly failAt: number) {
    super();
  }

  async *processAsync(item: Item, { checked }: { checked: Counter }) {
    if (item.n % 100 === 0) await sleep(1);
    if (item.n === this.failAt) {
      throw new RangeError(`item ${item.n} is bad`, { cause: new Error("why it is") });
    }
    checked.increment();
    yield item.n % 2 ? { odd: item } : { good: item };
  }
}

interface SumContext {
  readonly sum: Counter;
  readonly groups: Counter;
  readonly weights: ParDoLookupParam<readonly number[]>;
}

class Sum {
  *process(group: KV<string, Iterable<Item>>, { sum, groups, weights }: SumContext) {
    const weight = weights.lookup().reduce((total, one) => total + one, 0);
    for (const { n } of group.value) sum.increment(n * weight);
    groups.increment();
    yield group.key;
  }
}

/**
 * Counts `checked` items, adds them up to `sum` with a weight of 1 that a side input brings, and
 * counts their `groups`.
 */
export function sums(options: {
  readonly starts: readonly number[];
  readonly count: number;
  readonly keys: number;
  readonly failAt?: number;
}): PipelineFn {
  const { starts, count, keys, failAt = -1 } = options;
  return (root) => {
    const weights = root.apply(create("Weights", [3, -2]));
    const { good, odd } = root
      .apply(create("Starts", starts))
      .apply(step("MakeItems", new MakeItems(count, keys)))
      .apply(step("Check", new Check(failAt), { checked: counter("checked") }))
      .apply(split("Checked", ["good", "odd"]));
    const context = {
      sum: counter("sum"),
      groups: counter("groups"),
      weights: listSideInput(weights),
    };
    flatten("All", good, odd)
      .apply(groupBy("ByKey", "key"))
      .apply(step("Sum", new Sum(), context));
  };
}

interface Text {
  readonly n: number;
  readonly text: string;
}

class MakeText {
  constructor(readonly length: number) {}

  *process(n: number): Iterable<Text> {
    yield { n, text: `${"x".repeat(this.length - 3)}end` };
  }
}

class Measure {
  *process({ key, value }: KV<number, Iterable<Text>>, { characters }: { characters: Counter }) {
    for (const { text } of value) characters.increment(text.endsWith("end") ? text.length : 0);
    yield key;
  }
}

/** Two large elements; the counter `characters` has their length. */
export function largeElements(length: number): PipelineFn {
  return (root) => {
    root
      .apply(create("Numbers", [1, 2]))
      .apply(step("MakeText", new MakeText(length)))
      .apply(groupBy("ByNumber", "n"))
      .apply(step("Measure", new Measure(), { characters: counter("characters") }));
  };
}

/** Leaves its worker's process id in a file, and waits until its bundle is cancelled. */
class Hold extends AsyncDoFn<number, number> {
  constructor(readonly file: string) {
    super();
  }

  async *processAsync(n: number, _context: undefined, signal: AbortSignal): AsyncIterable<number> {
    writeFileSync(this.file, String(process.pid));
    await sleep(600_000, undefined, { signal });
    yield n;
  }
}

/** A pipeline that does not end, and leaves the process id of its worker in a file. */
export function holds(file: string): PipelineFn {
  return (root) => {
    root.apply(create("Once", [1])).apply(step("Hold", new Hold(file)));
  };
}

registerDoFns("tests/beam_pipelines", { MakeItems, Check, Sum, MakeText, Measure, Hold });
