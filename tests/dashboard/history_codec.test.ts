import * as fc from "fast-check";
import {
  type CoinHistory,
  decodeHistory,
  encodeHistory,
} from "../../pipelines/dashboard/history_codec";
import type { HistoryTier } from "../../pipelines/dashboard/page_data";
import { fromSteps, rounded, toSteps } from "../../pipelines/dashboard/significant";

const tier: HistoryTier = { coins: 2, days: [0, 1, 2], priceDigits: 4, volumeDigits: 3 };
const amounts = fc.oneof(
  fc.constant(0),
  fc.double({ min: 1e-300, max: 1e300, noNaN: true, noDefaultInfinity: true }),
);
const days = <T>(values: fc.Arbitrary<T>) =>
  fc.array(fc.option(values, { nil: null }), { minLength: 3, maxLength: 3 });
const histories: fc.Arbitrary<CoinHistory> = fc.record({
  price: days(amounts),
  volume: days(amounts),
  rank: days(fc.integer({ min: 1, max: 100_000 })),
});

it("gives back every value with the digits of its tier, and null as null", () => {
  fc.assert(
    fc.property(fc.tuple(histories, histories), (coins) => {
      const bytes = encodeHistory(
        [tier],
        (coin) => coins[coin] ?? { price: [], volume: [], rank: [] },
      );
      expect(decodeHistory([tier], bytes)).toEqual(
        coins.map(({ price, volume, rank }) => ({
          price: price.map((value) => rounded(value, tier.priceDigits)),
          volume: volume.map((value) => rounded(value, tier.volumeDigits)),
          rank,
        })),
      );
    }),
  );
});

it("keeps the order of numbers, so that those that are alike take one byte", () => {
  fc.assert(
    fc.property(amounts, amounts, (one, other) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      expect(toSteps(low, 4)).toBeLessThanOrEqual(toSteps(high, 4));
    }),
  );
  const flat = { ...tier, coins: 1 };
  const same = [1, 1, 1];
  // The first value of each series, and a byte for each other.
  expect(encodeHistory([flat], () => ({ price: same, volume: same, rank: same })).length).toBe(9);
});

it.each([
  [0, 0],
  [1, 1],
  [0.00001234567, 0.00001235],
  [9_999.6, 10_000],
  [87_831.4363104, 87_830],
])("%p has four digits as %p", (value, expected) => {
  expect(fromSteps(toSteps(value, 4), 4)).toBe(expected);
});
