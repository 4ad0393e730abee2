import * as fc from "fast-check";
import { bigNumericText, decimalText } from "../../../pipelines/storage/csv/decimal_text";

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const tiny = fc.double({ noNaN: true, min: -1e-5, max: 1e-5 });
const whole = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }).map(Number);
const plain = /^-?(0|[1-9]\d*)(\.\d*[1-9])?$/;

describe("decimalText", () => {
  it("is plain, and reads back to the same double", () => {
    fc.assert(
      fc.property(fc.oneof(finite, tiny, whole), (value) => {
        const text = decimalText(value);
        expect(text).toMatch(plain);
        expect(Number(text)).toBe(value === 0 ? 0 : value);
      }),
      { numRuns: 2000 },
    );
  });

  it("has no more digits than are needed", () => {
    fc.assert(
      fc.property(finite, (value) => {
        const digits = (text: string) => text.replace(/e.*$|[-.]/g, "").replace(/^0+|0+$/g, "");
        expect(digits(decimalText(value))).toBe(digits(value.toExponential()));
      }),
    );
  });

  it.each<[number, string]>([
    [-0, "0"],
    [5, "5"],
    [0.1, "0.1"],
    [1e21, "1000000000000000000000"],
    [-1.5e22, "-15000000000000000000000"],
    [1e-7, "0.0000001"],
    [-1.25e-9, "-0.00000000125"],
    [123456789012345680000, "123456789012345680000"],
    [5e-324, `0.${"0".repeat(323)}5`],
    [Number.MAX_VALUE, `17976931348623157${"0".repeat(292)}`],
  ])("writes %d as %s", (value, text) => {
    expect(decimalText(value)).toBe(text);
  });

  it.each([NaN, Infinity, -Infinity])("refuses %d", (value) => {
    expect(() => decimalText(value)).toThrow("is no decimal");
    expect(() => bigNumericText(value)).toThrow("is no decimal");
  });
});

describe("bigNumericText", () => {
  it("rounds to 38 digits behind the point, half away from zero", () => {
    fc.assert(
      fc.property(
        fc.oneof(finite, tiny, fc.double({ noNaN: true, min: -1e-30, max: 1e-30 })),
        (value) => {
          const text = bigNumericText(value);
          expect(text).toMatch(/^-?(0|[1-9]\d*)(\.\d{0,37}[1-9])?$/);
          expect(text).not.toBe("-0");
          expect(scaled(text)).toBe(roundedHalfAway(decimalText(value)));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it.each<[number, string]>([
    [1e-38, `0.${"0".repeat(37)}1`],
    [5e-39, `0.${"0".repeat(37)}1`],
    [-5e-39, `-0.${"0".repeat(37)}1`],
    [4.9e-39, "0"],
    [-4.9e-39, "0"],
    [9.9999999999999995e-38, `0.${"0".repeat(36)}1`],
    [1.2345678901234567e-30, `0.${"0".repeat(29)}123456789`],
    [12.5, "12.5"],
    [1e30, `1${"0".repeat(30)}`],
  ])("writes %d as %s", (value, text) => {
    expect(bigNumericText(value)).toBe(text);
  });
});

/** A decimal text times 10^38, which has to be whole. */
function scaled(text: string): bigint {
  const [whole = "", fraction = ""] = text.replace("-", "").split(".");
  return (text.startsWith("-") ? -1n : 1n) * BigInt(whole + fraction.padEnd(38, "0"));
}

/** A decimal text times 10^38, by whole numbers alone. */
function roundedHalfAway(text: string): bigint {
  const [whole = "", fraction = ""] = text.replace("-", "").split(".");
  const digits = Math.max(fraction.length, 38);
  const unit = 10n ** BigInt(digits - 38);
  const size = (2n * BigInt(whole + fraction.padEnd(digits, "0")) + unit) / (2n * unit);
  return text.startsWith("-") ? -size : size;
}
