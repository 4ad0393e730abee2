import { setImmediate, setTimeout as wait } from "node:timers/promises";
import fc from "fast-check";
import { concurrently } from "../../pipelines/core/concurrently";

async function collected<T>(all: AsyncIterable<T>, pause = () => setImmediate()): Promise<T[]> {
  const items: T[] = [];
  for await (const item of all) {
    items.push(item);
    await pause();
  }
  return items;
}

it("works on every input once, on no more at a time than allowed", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 30 }),
      fc.integer({ min: 1, max: 8 }),
      async (delays, limit) => {
        let running = 0;
        let most = 0;
        const inputs = delays.map((delay, n) => ({ delay, n }));
        const outputs = await collected(
          concurrently(inputs, limit, async ({ delay, n }) => {
            most = Math.max(most, ++running);
            for (let turn = 0; turn < delay; turn++) await setImmediate();
            running--;
            return n;
          }),
        );
        expect(outputs.sort((a, b) => a - b)).toEqual(inputs.map(({ n }) => n));
        expect(most).toBeLessThanOrEqual(limit);
      },
    ),
    { numRuns: 50 },
  );
});

it("loses nothing that ends while the consumer is busy", async () => {
  const outputs = concurrently([1, 2, 3, 4, 5], 3, (n) => wait(n, n));
  const all = await collected(outputs, () => wait(15));
  expect(all.sort()).toEqual([1, 2, 3, 4, 5]);
});

it("takes inputs one by one, so that what was seen may end them", async () => {
  let end = Infinity;
  const taken: number[] = [];
  const numbers = function* () {
    for (let n = 1; n < end; n++) {
      taken.push(n);
      yield n;
    }
  };
  const work = async (n: number) => {
    await setImmediate();
    if (n === 3) end = 4;
    return n;
  };
  await collected(concurrently(numbers(), 2, work));
  expect(taken.length).toBeLessThan(7);
});

it("after a failure begins nothing, awaits what runs, and throws the first failure", async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const work = async (n: number) => {
    begun.push(n);
    await wait(n === 2 ? 1 : 20);
    if (n === 2 || n === 3) throw new Error(`${n} failed`);
    ended.push(n);
    return n;
  };
  const outputs = concurrently([1, 2, 3, 4, 5, 6, 7, 8], 4, work);
  await expect(collected(outputs)).rejects.toThrow("2 failed");
  expect(begun).toEqual([1, 2, 3, 4]);
  expect(ended).toEqual([1, 4]);
});

it("a failure while the consumer is busy waits for it", async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  try {
    // All three end before the consumer is back: the fourth begins and fails while it has another.
    const work = async (n: number) => {
      if (n < 3) await wait(1);
      else if (n === 3) await wait(6);
      else throw new Error("4 failed");
      return n;
    };
    const outputs = concurrently([1, 2, 3, 4], 3, work);
    await expect(collected(outputs, () => wait(10))).rejects.toThrow("4 failed");
    await wait(1);
    expect(unhandled).toEqual([]);
  } finally {
    process.off("unhandledRejection", note);
  }
});

it("a consumer that leaves early leaves nothing running", async () => {
  let running = 0;
  const work = async (n: number) => {
    running++;
    await wait(n);
    running--;
    return n;
  };
  for await (const n of concurrently([1, 5, 10, 15], 3, work)) if (n === 1) break;
  expect(running).toBe(0);
});
