import fc from "fast-check";
import { volatility } from "../../../pipelines/transforms/market/volatility";

/** A double as a whole number of units of 2^-1074, exactly. */
function exact(value: number): bigint {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const raw = bits.getBigUint64(0);
  const exponent = (raw >> 52n) & 0x7ffn;
  const fraction = raw & ((1n << 52n) - 1n);
  const size = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
  return raw >> 63n ? -size : size;
}

const unit = 1n << 1074n;

/**
 * Whether a value is the population standard deviation within a relative error, in whole numbers
 * alone: n² variance = n Σp² - (Σp)².
 */
function isDeviation(value: number, prices: readonly number[], inverseError: bigint): boolean {
  const n = BigInt(prices.length);
  const all = prices.map(exact);
  const sum = all.reduce((a, b) => a + b, 0n);
  const squares = all.reduce((a, b) => a + b * b, 0n);
  const variance = n * squares - sum * sum;
  const found = (exact(value) * n) ** 2n;
  const difference = found > variance ? found - variance : variance - found;
  // The square has twice the relative error.
  return difference * inverseError <= 2n * variance;
}

const price = fc
  .record({
    digits: fc.integer({ min: 1, max: 10 ** 9 }),
    exponent: fc.integer({ min: -21, max: -4 }),
  })
  .map(({ digits, exponent }) => digits * 10 ** exponent);

/** 167 to 169 prices, as in a sparkline: of any sizes, or close to one price. */
const sparkline = fc.oneof(
  fc.array(price, { minLength: 2, maxLength: 169 }),
  fc
    .tuple(
      price,
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 168 }),
    )
    .chain(([first, moves]) =>
      fc
        .integer({ min: 1, max: 12 })
        .map((digits) => [first, ...moves.map((move) => first * (1 + move * 10 ** -digits))]),
    ),
);

it("agrees with exact arithmetic to 1e-12, from 1e-12 to 1e5", () => {
  fc.assert(
    fc.property(sparkline, (prices) => {
      const value = volatility(prices) ?? NaN;
      expect(isDeviation(value, prices, 10n ** 12n)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it("the exact arithmetic detects a wrong result", () => {
  expect(exact(1)).toBe(unit);
  expect(exact(-5e-324)).toBe(-1n);
  const prices = [2, 4, 4, 4, 5, 5, 7, 9];
  expect(isDeviation(2, prices, 10n ** 15n)).toBe(true);
  expect(isDeviation(2 * (1 + 3e-12), prices, 10n ** 12n)).toBe(false);
});

it("is exactly 0 for a flat series, whatever the price", () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer({ min: 2, max: 169 }),
      (flat, length) => {
        expect(volatility(Array.from({ length }, () => flat))).toBe(0);
      },
    ),
  );
  expect(volatility([0, -0, 0])).toBe(0);
});

it("is null for fewer than two prices", () => {
  expect(volatility([])).toBeNull();
  expect(volatility([5])).toBeNull();
});

it.each([
  ["one movement in the last place", [1, 1 + Number.EPSILON], Number.EPSILON / 2],
  ["the smallest numbers there are", [5e-324, 15e-324], 5e-324],
  ["squares that vanish", [1e-200, 3e-200], 1e-200],
  ["squares that overflow", [1e200, 3e200], 1e200],
  ["the largest amounts", [-5.7e38, 5.7e38], 5.7e38],
  ["a fall to nothing", [1e5, 0], 5e4],
])("%s", (_, prices, expected) => {
  expect(volatility(prices)).toBe(expected);
});
