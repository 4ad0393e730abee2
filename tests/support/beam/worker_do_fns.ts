import { setTimeout as sleep } from "node:timers/promises";
import type { ParDoLookupParam } from "apache-beam/transforms/pardo";
import { AsyncDoFn } from "../../../pipelines/beam/async_do_fn";
import { registerDoFns } from "../../../pipelines/beam/register";
import type { Counter } from "../../../pipelines/beam/step";
import { log } from "../../../pipelines/core/log";

/** DoFns that tests run on a worker, which imports this module by its path. */

export class Double {
  *process(n: number, { seen }: { seen: Counter }): Iterable<number> {
    seen.increment();
    yield 2 * n;
  }
}

/** Passes elements on after as many milliseconds as their value. */
export class Sleep extends AsyncDoFn<number, number> {
  async *processAsync(ms: number): AsyncIterable<number> {
    await sleep(ms);
    yield ms;
  }
}

export class Throw extends AsyncDoFn<number, number> {
  async *processAsync(n: number): AsyncIterable<number> {
    await sleep(1);
    if (n < 0) throw new RangeError(`${n} is negative`, { cause: new Error("its cause") });
    yield n;
  }
}

/** Waits until the bundle is cancelled, and logs that it was. */
export class WaitForEver extends AsyncDoFn<number, number> {
  async *processAsync(n: number, _context: undefined, signal: AbortSignal): AsyncIterable<number> {
    await sleep(600_000, undefined, { signal }).catch((error: unknown) => {
      log.warn("cancelled");
      throw error;
    });
    yield n;
  }
}

export class Log extends AsyncDoFn<number, number> {
  async *processAsync(n: number): AsyncIterable<number> {
    log.info({ coins: n }, "with a field");
    await sleep(1);
    log.error({ err: new Error("logged") }, "after a while");
    yield n;
    console.warn("printed %d", n);
  }
}

/** Throws where nobody can catch it. */
export class Crash extends AsyncDoFn<number, number> {
  async *processAsync(n: number): AsyncIterable<number> {
    setTimeout(() => {
      throw new TypeError("out of reach");
    }, 10);
    await sleep(600_000);
    yield n;
  }
}

export class Repeat {
  *process(length: number): Iterable<string> {
    yield "x".repeat(length);
  }
}

interface Side {
  readonly side: ParDoLookupParam<readonly string[]>;
}

export class ReadSide {
  *process(n: number, { side }: Side): Iterable<string> {
    yield `${n}: ${side.lookup().join()}`;
  }
}

registerDoFns("tests/worker_do_fns", {
  Double,
  Sleep,
  Throw,
  WaitForEver,
  Log,
  Crash,
  Repeat,
  ReadSide,
});
