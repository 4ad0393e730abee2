import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { concurrently, mapConcurrently } from "../../pipelines/core/concurrently";

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

/** Work that ends when the test says so. */
class ManualWork {
  readonly started: number[] = [];
  readonly ended: number[] = [];
  private readonly open = new Map<number, { resolve(): void; reject(error: Error): void }>();

  readonly work = async (n: number): Promise<number> => {
    this.started.push(n);
    await new Promise<void>((resolve, reject) => this.open.set(n, { resolve, reject }));
    this.ended.push(n);
    return n;
  };

  async end(...numbers: number[]): Promise<void> {
    for (const n of numbers) this.open.get(n)?.resolve();
    await setImmediate();
  }

  async fail(n: number): Promise<void> {
    this.open.get(n)?.reject(new Error(`${n} failed`));
    await setImmediate();
  }
}

it("loses nothing that ends while the consumer is busy", async () => {
  const manual = new ManualWork();
  const outputs = concurrently([1, 2, 3, 4, 5], 3, manual.work);
  const first = outputs.next();
  await setImmediate();
  await manual.end(1);
  expect(await first).toEqual({ done: false, value: 1 });
  await manual.end(2, 3);
  const rest = collected(outputs);
  for (const n of [4, 5]) {
    while (!manual.started.includes(n)) await setImmediate();
    await manual.end(n);
  }
  expect(await rest).toEqual([2, 3, 4, 5]);
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

it("takes the next input of an asynchronous source only when there is room for it", async () => {
  const manual = new ManualWork();
  const taken: number[] = [];
  const numbers = async function* () {
    for (let n = 1; n <= 4; n++) {
      await setImmediate();
      taken.push(n);
      yield n;
    }
  };
  const all = collected(concurrently(numbers(), 2, manual.work));
  while (manual.started.length < 2) await setImmediate();
  for (let turn = 0; turn < 10; turn++) await setImmediate();
  expect(taken).toEqual([1, 2]);
  for (const n of [1, 2, 3, 4]) {
    while (!manual.started.includes(n)) await setImmediate();
    await manual.end(n);
  }
  expect(await all).toEqual([1, 2, 3, 4]);
});

it("after a failure starts nothing, awaits what runs, and throws the first failure", async () => {
  const manual = new ManualWork();
  const all = collected(concurrently([1, 2, 3, 4, 5, 6, 7, 8], 4, manual.work));
  const failed = expect(all).rejects.toThrow("2 failed");
  while (manual.started.length < 4) await setImmediate();
  await manual.fail(2);
  await manual.fail(3);
  await manual.end(1, 4);
  await failed;
  expect(manual.started).toEqual([1, 2, 3, 4]);
  expect(manual.ended).toEqual([1, 4]);
});

it("a failure while the consumer is busy is thrown when it continues", async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  try {
    const manual = new ManualWork();
    const outputs = concurrently([1, 2, 3], 3, manual.work);
    const first = outputs.next();
    while (manual.started.length < 3) await setImmediate();
    await manual.end(1);
    expect(await first).toEqual({ done: false, value: 1 });
    await manual.fail(2);
    await manual.end(3);
    await expect(collected(outputs)).rejects.toThrow("2 failed");
    expect(unhandled).toEqual([]);
  } finally {
    process.off("unhandledRejection", note);
  }
});

it("a consumer that leaves early leaves nothing running", async () => {
  const manual = new ManualWork();
  const outputs = concurrently([1, 2, 3, 4], 3, manual.work);
  const first = outputs.next();
  while (manual.started.length < 3) await setImmediate();
  await manual.end(1);
  await first;
  let left = false;
  const leaving = outputs.return().then(() => (left = true));
  await setImmediate();
  expect(left).toBe(false);
  await manual.end(2, 3);
  await leaving;
  expect(manual.ended).toEqual([1, 2, 3]);
  expect(manual.started).toEqual([1, 2, 3]);
});

describe("mapConcurrently", () => {
  it("returns the results in the order of the inputs, whichever ends first", async () => {
    const manual = new ManualWork();
    const all = mapConcurrently([1, 2, 3], 3, manual.work);
    while (manual.started.length < 3) await setImmediate();
    for (const n of [3, 1, 2]) await manual.end(n);
    expect(await all).toEqual([1, 2, 3]);
  });

  it("throws the first failure when what runs has ended", async () => {
    const manual = new ManualWork();
    const failed = expect(mapConcurrently([1, 2, 3, 4], 2, manual.work)).rejects.toThrow(
      "2 failed",
    );
    while (manual.started.length < 2) await setImmediate();
    await manual.fail(2);
    await manual.end(1);
    await failed;
    expect(manual.started).toEqual([1, 2]);
  });
});
