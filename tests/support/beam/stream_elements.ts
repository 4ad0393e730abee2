import { setImmediate as turn } from "node:timers/promises";
import { AsyncDoFn } from "../../../pipelines/beam/async_do_fn";
import { registerDoFns } from "../../../pipelines/beam/register";
import { type Counter, counter, create, step } from "../../../pipelines/beam/step";
import { runDirect } from "../../../pipelines/runners/direct";

/**
 * A program that streams 100,000 elements of 10 KB, a gigabyte, through asynchronous steps in one
 * bundle. It is started with a heap for a small part of them.
 */
const elementCount = 100_000;

class Make {
  *process(): Iterable<number[]> {
    for (let i = 0; i < elementCount; i++) yield new Array<number>(1280).fill(i);
  }
}

class Pass extends AsyncDoFn<number[], number[]> {
  async *processAsync(element: number[]): AsyncIterable<number[]> {
    await turn();
    yield element;
  }
}

class CountThem extends AsyncDoFn<number[], never, { passed: Counter }> {
  processAsync(_element: number[], { passed }: { passed: Counter }): AsyncIterable<never> {
    passed.increment();
    return nothing();
  }
}

async function* nothing(): AsyncIterable<never> {
  await turn();
}

registerDoFns("tests/stream_elements", { Make, Pass, CountThem });

void runDirect((root) => {
  root
    .apply(create("Once", [0]))
    .apply(step("Make", new Make()))
    .apply(step("Pass", new Pass()))
    .apply(step("Count", new CountThem(), { passed: counter("passed") }));
}).then((result) => {
  process.stdout.write(JSON.stringify(result));
});
