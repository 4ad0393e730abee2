import { setImmediate as nextTurn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { AsyncDoFn } from "../../pipelines/beam/async_do_fn";
import { registerDoFns } from "../../pipelines/beam/register";
import { create, groupBy, step } from "../../pipelines/beam/step";
import { runDirect } from "../../pipelines/runners/direct";

/** Runs a full garbage collection at once. */
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

interface Large {
  readonly key: string;
  readonly text: string;
}

const large: WeakRef<Large>[] = [];

class MakeLarge {
  *process(n: number): Iterable<Large> {
    const element = { key: String(n), text: "x".repeat(n) };
    large.push(new WeakRef(element));
    yield element;
  }
}

class KeepKey {
  *process({ key }: Large): Iterable<{ key: string }> {
    yield { key };
  }
}

const alive: number[] = [];

class CountAlive extends AsyncDoFn<unknown, never> {
  async *processAsync(): AsyncGenerator<never> {
    await nextTurn();
    collectGarbage();
    alive.push(large.filter((element) => element.deref() !== undefined).length);
  }
}

registerDoFns("tests/memory", { MakeLarge, KeepKey, CountAlive });

it("releases the elements that a step has processed while later steps run", async () => {
  await runDirect((root) =>
    root
      .apply(create("Sizes", [1_000]))
      .apply(step("MakeLarge", new MakeLarge()))
      .apply(step("KeepKey", new KeepKey()))
      .apply(groupBy("ByKey", "key"))
      .apply(step("CountAlive", new CountAlive())),
  );
  expect(large.length).toBe(1);
  expect(alive).toEqual([0]);
});
