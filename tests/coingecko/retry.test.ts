import fc from "fast-check";
import { RateLimitError, TransientError } from "../../pipelines/coingecko/api_error";
import { backoffFor, readRetryAfter } from "../../pipelines/coingecko/retry";
import { ActionableError } from "../../pipelines/core/actionable_error";
import { retryDelay as delayOf } from "../../pipelines/core/network/retry";

const noon = Date.parse("1994-11-06T12:00:00Z");

describe("Retry-After", () => {
  it.each([
    ["119", 119_000],
    [" 0 ", 0],
    ["1.5", 1_500],
    ["Sun, 06 Nov 1994 12:00:37 GMT", 37_000],
    ["Sunday, 06-Nov-94 12:00:37 GMT", 37_000],
    ["Sun Nov  6 12:00:37 1994", 37_000],
    ["Sun, 06 Nov 1994 11:00:00 GMT", 0],
    [undefined, undefined],
    ["", undefined],
    ["soon", undefined],
    ["-5", undefined],
    ["120 seconds", undefined],
    ["2030", 2_030_000],
  ])("%s", (header, milliseconds) => {
    expect(readRetryAfter(header, noon)).toBe(milliseconds);
  });
});

function retryDelay(failure: unknown, attempt: number, random: number): number | null {
  const backoff = backoffFor(failure);
  return backoff && delayOf(backoff, attempt, random);
}

describe("the delay before the next attempt", () => {
  const delays = (failure: unknown, random: number) => {
    const all: number[] = [];
    for (let attempt = 1; attempt < 50; attempt++) {
      const delay = retryDelay(failure, attempt, random);
      if (delay === null) return all;
      all.push(delay);
    }
    throw new Error("It never ends.");
  };

  it("doubles up to a minute, then ends", () => {
    const almostOne = 1 - 2 ** -53;
    expect(delays(new TransientError("x"), 0)).toEqual([250, 500, 1_000, 2_000, 4_000]);
    expect(delays(new TransientError("x"), almostOne).map(Math.round)).toEqual([
      500, 1_000, 2_000, 4_000, 8_000,
    ]);
    expect(delays(new RateLimitError("x"), 0)).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000, 30_000,
    ]);
  });

  it("is never shorter than Retry-After, and not much longer", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 900_000 }),
        fc.integer({ min: 1, max: 5 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (asked, attempt, random) => {
          for (const failure of [
            new RateLimitError("x", asked),
            new TransientError("x", { retryAfterMs: asked }),
          ]) {
            const delay = retryDelay(failure, attempt, random);
            expect(delay).toBeGreaterThanOrEqual(asked);
            expect(delay).toBeLessThanOrEqual(asked + 6_000);
          }
        },
      ),
    );
  });

  it("is none for a permanent failure, or a Retry-After of more than 15 minutes", () => {
    expect(retryDelay(new ActionableError("no", "stop"), 1, 0)).toBeNull();
    expect(retryDelay(new Error("a defect"), 1, 0)).toBeNull();
    expect(retryDelay(new RateLimitError("x", 900_001), 1, 0)).toBeNull();
  });
});
