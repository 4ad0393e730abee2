import { EventEmitter, once } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { AsyncDoFn } from "../../../pipelines/beam/async_do_fn";
import { registerDoFns } from "../../../pipelines/beam/register";
import type { Counter } from "../../../pipelines/beam/step";
import { log } from "../../../pipelines/core/log";

/** DoFns for tests of the worker, which imports this module by its path. */

export class Double {
  *process(n: number, { seen }: { seen: Counter }): Iterable<number> {
    seen.increment();
    yield 2 * n;
  }
}

const released = new Set<number>();
const releases = new EventEmitter().setMaxListeners(0);

/** Holds a positive element until its negative arrives in this or another bundle of the worker. */
export class Hold extends AsyncDoFn<number, number> {
  async *processAsync(n: number): AsyncIterable<number> {
    if (n < 0) {
      released.add(-n);
      releases.emit(String(-n));
    } else if (!released.has(n)) {
      await once(releases, String(n));
    }
    yield n;
  }
}

export class Throw extends AsyncDoFn<number, number> {
  async *processAsync(n: number): AsyncIterable<number> {
    await turn();
    if (n < 0) throw new RangeError(`${n} is negative`, { cause: new Error("its cause") });
    yield n;
  }
}

/** Waits until the bundle is cancelled, and logs that it was. */
export class WaitForever extends AsyncDoFn<number, number> {
  async *processAsync(n: number, _context: undefined, signal: AbortSignal): AsyncIterable<number> {
    await once(signal, "abort");
    log.warn("cancelled");
    signal.throwIfAborted();
    yield n;
  }
}

export class Log extends AsyncDoFn<number, number> {
  async *processAsync(n: number): AsyncIterable<number> {
    log.info({ coins: n }, "with a field");
    await turn();
    log.error({ err: new Error("logged") }, "a turn later");
    yield n;
    console.warn("printed %d", n);
  }
}

/** Throws where nothing can catch it. */
export class Crash extends AsyncDoFn<number, number> {
  async *processAsync(n: number): AsyncIterable<number> {
    setImmediate(() => {
      throw new TypeError("out of reach");
    });
    await once(releases, "never");
    yield n;
  }
}

export class Repeat {
  *process(length: number): Iterable<string> {
    yield "x".repeat(length);
  }
}

registerDoFns("tests/worker_do_fns", {
  Double,
  Hold,
  Throw,
  WaitForever,
  Log,
  Crash,
  Repeat,
});
