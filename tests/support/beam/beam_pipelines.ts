import { once } from "node:events";
import { connect } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import type { KV } from "apache-beam/values";
import { AsyncDoFn } from "../../../pipelines/beam/async_do_fn";
import type { PipelineFn } from "../../../pipelines/beam/pipeline_proto";
import { registerDoFns } from "../../../pipelines/beam/register";
import {
  type Counter,
  counter,
  create,
  flatten,
  groupBy,
  split,
  step,
} from "../../../pipelines/beam/step";

/** Small pipelines that use every feature of runners and workers that ours need. */

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

/** Sorts items by parity, and counts them. */
class Check extends AsyncDoFn<Item, { good: Item } | { odd: Item }, { checked: Counter }> {
  constructor(readonly failAt: number) {
    super();
  }

  async *processAsync(item: Item, { checked }: { checked: Counter }) {
    if (item.n % 100 === 0) await turn();
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
}

class Sum {
  *process(group: KV<string, Iterable<Item>>, { sum, groups }: SumContext) {
    for (const { n } of group.value) sum.increment(n);
    groups.increment();
    yield group.key;
  }
}

/** Counts the items that were `checked`, their `sum` and their `groups`. */
export function sums(options: {
  readonly starts: readonly number[];
  readonly count: number;
  readonly keys: number;
  readonly failAt?: number;
}): PipelineFn {
  const { starts, count, keys, failAt = -1 } = options;
  return (root) => {
    const { good, odd } = root
      .apply(create("Starts", starts))
      .apply(step("MakeItems", new MakeItems(count, keys)))
      .apply(step("Check", new Check(failAt), { checked: counter("checked") }))
      .apply(split("Checked", ["good", "odd"]));
    const context = { sum: counter("sum"), groups: counter("groups") };
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

/** Sends its process id to a port, and keeps the connection until its bundle is cancelled. */
class Hold extends AsyncDoFn<unknown, unknown> {
  constructor(readonly port: number) {
    super();
  }

  async *processAsync(
    n: unknown,
    _context: undefined,
    signal: AbortSignal,
  ): AsyncIterable<unknown> {
    const socket = connect(this.port, "127.0.0.1");
    socket.on("error", () => undefined).write(String(process.pid));
    await once(signal, "abort");
    socket.destroy();
    signal.throwIfAborted();
    yield n;
  }
}

interface Keyed {
  readonly key: string;
}

/** Sends its process id to a port. */
class Report extends AsyncDoFn<Keyed, Keyed> {
  constructor(readonly port: number) {
    super();
  }

  async *processAsync(element: Keyed): AsyncIterable<Keyed> {
    const socket = connect(this.port, "127.0.0.1").end(String(process.pid)).resume();
    await once(socket, "close");
    yield element;
  }
}

/** A pipeline that does not end; its worker connects to a port: see HeldWorkers. */
export function holds(port: number): PipelineFn {
  return (root) => {
    root.apply(create("Once", [1])).apply(step("Hold", new Hold(port)));
  };
}

/** As `holds`, with so many groups, each of which connects before and behind its GroupByKey. */
export function holdsGroups(port: number, groups: number): PipelineFn {
  return (root) => {
    const keyed = Array.from({ length: groups }, (_, n) => ({ key: `group ${n}` }));
    root
      .apply(create("Keys", keyed))
      .apply(step("Report", new Report(port)))
      .apply(groupBy("ByKey", "key"))
      .apply(step("Hold", new Hold(port)));
  };
}

registerDoFns("tests/beam_pipelines", { MakeItems, Check, Sum, MakeText, Measure, Hold, Report });
