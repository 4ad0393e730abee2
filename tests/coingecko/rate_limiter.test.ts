import fc from "fast-check";
import { RateLimiter } from "../../pipelines/coingecko/rate_limiter";
import { SimulatedClock } from "./clocks";

const start = Date.parse("2026-01-02T12:00:00Z");
const minute = 60_000;

/** The most calls that any 60 seconds hold, both ends included. */
function mostInAMinute(calls: readonly number[]): number {
  const sorted = calls.toSorted((a, b) => a - b);
  return Math.max(
    0,
    ...sorted.map((first, at) => sorted.slice(at).filter((call) => call - first <= minute).length),
  );
}

/** Calls as soon as it may, with some time between, until it is killed. */
async function caller(
  limiter: RateLimiter,
  clock: SimulatedClock,
  calls: number[],
  pause: () => number,
  isAlive: () => boolean = () => true,
): Promise<void> {
  for (;;) {
    await limiter.acquire();
    if (!isAlive()) return;
    calls.push(clock.now());
    await clock.sleep(pause());
    if (!isAlive()) return;
  }
}

const cases = fc.record({
  requestsPerMinute: fc.integer({ min: 1, max: 60 }),
  shards: fc.integer({ min: 1, max: 5 }),
  callers: fc.integer({ min: 1, max: 6 }),
  offset: fc.integer({ min: 0, max: minute }),
  seed: fc.integer(),
  lateness: fc.integer({ min: 0, max: 3_000 }),
});

/** Whole numbers below a bound, always the same for a seed. */
function randomNumbers(seed: number): (bound: number) => number {
  let state = seed >>> 0;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

describe("the rate limit", () => {
  it("holds in any 60 seconds, over shards, callers, late timers, kills and restarts", async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (given) => {
        const { requestsPerMinute, shards, callers, offset, seed, lateness } = given;
        const random = randomNumbers(seed);
        // One timer in four is late, as in a process that is busy with something else.
        const clock = new SimulatedClock(start + offset, () =>
          random(4) === 0 ? random(lateness + 1) : 0,
        );
        const calls: number[] = [];
        for (let time = start + offset; time < start + 4 * minute;) {
          // A process with all shards begins, works for a while, and is killed.
          let alive = true;
          for (let shard = 0; shard < shards; shard++) {
            const limiter = new RateLimiter({ requestsPerMinute, shard, shards }, clock);
            for (let n = 0; n < callers; n++) {
              void caller(
                limiter,
                clock,
                calls,
                () => random(3_000),
                () => alive,
              );
            }
          }
          time += 1 + random(90_000);
          await clock.runUntil(time);
          alive = false;
        }
        expect(mostInAMinute(calls)).toBeLessThanOrEqual(requestsPerMinute);
      }),
      { numRuns: 150, seed: 7 },
    );
  }, 60_000);

  it.each([1, 3])("is reached by callers that are always ready (%d shards)", async (shards) => {
    const clock = new SimulatedClock(start);
    const calls: number[] = [];
    for (let shard = 0; shard < shards; shard++) {
      const limiter = new RateLimiter({ requestsPerMinute: 30, shard, shards }, clock);
      for (let n = 0; n < 6; n++) void caller(limiter, clock, calls, () => 1);
    }
    await clock.runUntil(start + 10 * minute);
    expect(calls.length).toBeGreaterThanOrEqual(295);
    expect(mostInAMinute(calls)).toBe(30);
  });

  it("does not delay calls where there is none", async () => {
    const clock = new SimulatedClock(start);
    const limiter = new RateLimiter({ requestsPerMinute: null, shard: 0, shards: 1 }, clock);
    for (let n = 0; n < 1_000; n++) await limiter.acquire();
    expect(clock.now()).toBe(start);
  });
});

describe("a pause", () => {
  it.each([null, 30])(
    "makes all callers wait, those that wait already too (%s a minute)",
    async (pace) => {
      const clock = new SimulatedClock(start);
      const calls: number[] = [];
      const limiter = new RateLimiter({ requestsPerMinute: pace, shard: 0, shards: 1 }, clock);
      for (let n = 0; n < 3; n++) void caller(limiter, clock, calls, () => 500);
      await clock.runUntil(start + 10_000);
      const before = calls.length;
      expect(before).toBeGreaterThan(3);
      limiter.pause(45_000);
      limiter.pause(1_000);
      const pausedUntil = clock.now() + 45_000;
      await clock.runUntil(pausedUntil - 1);
      expect(calls).toHaveLength(before);
      await clock.runUntil(pausedUntil + 10_000);
      expect(calls.length).toBeGreaterThan(before + 3);
      expect(mostInAMinute(calls)).toBeLessThanOrEqual(pace ?? Infinity);
    },
  );

  it("does not delay other shards", async () => {
    const clock = new SimulatedClock(start);
    const calls: number[][] = [[], []];
    const limiters = calls.map((own, shard) => {
      const limiter = new RateLimiter({ requestsPerMinute: 60, shard, shards: 2 }, clock);
      void caller(limiter, clock, own, () => 1);
      return limiter;
    });
    limiters[0]?.pause(30_000);
    await clock.runUntil(start + 20_000);
    expect(calls.map((own) => own.length > 5)).toEqual([false, true]);
  });
});

it("a call never starts before its slot, though timers have whole milliseconds only", async () => {
  const clock = new SimulatedClock(start);
  const limiter = new RateLimiter({ requestsPerMinute: 7, shard: 0, shards: 1 }, clock);
  const slot = 60_500 / 7;
  for (let n = 0; n < 20; n++) {
    await Promise.all([limiter.acquire(), clock.runUntil(Infinity)]);
    // A double holds these times to about a thousandth of a millisecond.
    expect((clock.now() + 0.001) % slot).toBeLessThan(1.001);
  }
});
