/**
 * Decimal numbers of some significant digits as whole numbers, in the same order: the exponent counts
 * steps of a decade, the digits those within it. Numbers that are alike are whole numbers that are near.
 */

/** Zero, and what is less: its place is below every decade of a double. */
const zero = -10_000_000;

export function toSteps(value: number, digits: number): number {
  if (!(value > 0)) return zero;
  const [mantissa = "0", exponent = "0"] = value.toExponential(digits - 1).split("e");
  const least = 10 ** (digits - 1);
  return Number(exponent) * 9 * least + Math.round(Number(mantissa) * least) - least;
}

export function fromSteps(steps: number, digits: number): number {
  if (steps === zero) return 0;
  const least = 10 ** (digits - 1);
  const exponent = Math.floor(steps / (9 * least));
  const mantissa = steps - exponent * 9 * least + least;
  return Number(`${mantissa}e${exponent - digits + 1}`);
}

/** A number with so many significant digits. */
export function rounded(value: number | null, digits: number): number | null {
  return value === null ? null : Number(value.toPrecision(digits));
}
