import fc from "fast-check";
import {
  delayCeiling,
  retry,
  retryDelay,
  type Backoff,
} from "../../../pipelines/core/network/retry";
import { InstantClock } from "../../coingecko/clocks";

const backoff: Backoff = { attempts: 4, firstDelay: 100, longestDelay: 250 };

/** A call that fails some times, each time with another error. */
function failing(times: number) {
  const failures = Array.from({ length: times }, (_, n) => new Error(`failure ${n + 1}`));
  let calls = 0;
  return {
    failures,
    call: () => {
      const failure = failures[calls++];
      return failure ? Promise.reject(failure) : Promise.resolve(`call ${calls}`);
    },
  };
}

describe("the delay after an attempt", () => {
  it("doubles up to the longest", () => {
    expect([1, 2, 3, 30].map((attempt) => delayCeiling(backoff, attempt))).toEqual([
      100, 200, 250, 250,
    ]);
  });

  it("is random, all of it or the share that the backoff names", () => {
    expect([0, 0.5].map((random) => retryDelay(backoff, 1, random))).toEqual([0, 50]);
    const half = { ...backoff, jitter: 0.5 };
    expect([0, 0.5].map((random) => retryDelay(half, 1, random))).toEqual([50, 75]);
  });

  it("is none after the last attempt, and none for a Retry-After of more than 15 minutes", () => {
    expect(retryDelay(backoff, 3, 0.5)).not.toBeNull();
    expect(retryDelay(backoff, 4, 0.5)).toBeNull();
    expect(retryDelay({ ...backoff, retryAfter: 900_000 }, 1, 0.5)).not.toBeNull();
    expect(retryDelay({ ...backoff, retryAfter: 900_001 }, 1, 0.5)).toBeNull();
  });

  it("is at least Retry-After, and at most a tenth of the backoff more", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 900_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (retryAfter, random) => {
          const delay = retryDelay({ ...backoff, retryAfter }, 1, random);
          expect(delay).toBeGreaterThanOrEqual(retryAfter);
          expect(delay).toBeLessThanOrEqual(retryAfter + 10);
        },
      ),
    );
  });
});

describe("a call", () => {
  it("is attempted until it succeeds, with the delays between", async () => {
    const clock = new InstantClock();
    const { call } = failing(3);
    expect(await retry(call, { backoffFor: () => backoff, clock })).toBe("call 4");
    expect(clock.waits).toEqual([50, 100, 125]);
  });

  it("fails with the last attempt's error, in the caller's words and with the attempts", async () => {
    const clock = new InstantClock();
    const plain = failing(9);
    await expect(retry(plain.call, { backoffFor: () => backoff, clock })).rejects.toBe(
      plain.failures[3],
    );
    const { call } = failing(9);
    const failure = (error: unknown, attempts: number) => [(error as Error).message, attempts];
    const attempted = retry(call, { backoffFor: () => backoff, clock, failure });
    await expect(attempted).rejects.toEqual(["failure 4", 4]);
  });

  it("is not retried for an error without a backoff", async () => {
    const clock = new InstantClock();
    const { call, failures } = failing(1);
    await expect(retry(call, { backoffFor: () => null, clock })).rejects.toBe(failures[0]);
    expect(clock.waits).toEqual([]);
  });

  it("waits as the caller does", async () => {
    const clock = new InstantClock();
    const waited: [number, string][] = [];
    const wait = (delay: number, error: unknown) => {
      waited.push([delay, (error as Error).message]);
      return Promise.resolve();
    };
    expect(await retry(failing(1).call, { backoffFor: () => backoff, clock, wait })).toBe("call 2");
    expect(waited).toEqual([[50, "failure 1"]]);
    expect(clock.waits).toEqual([]);
  });
});
