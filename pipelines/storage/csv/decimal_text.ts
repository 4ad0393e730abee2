/**
 * The shortest plain decimal that reads back to the same double: never an exponent, no `.0`, and
 * -0 is 0. ECMAScript's own text has these digits
 * (https://tc39.es/ecma262/#sec-numeric-types-number-tostring); only its exponent has to be expanded.
 * @throws for NaN and the infinities, which no decimal stands for.
 */
export function decimalText(value: number): string {
  return hasPlainText(value) ? String(value) : withoutExponent(value);
}

/** The fractional digits of BigQuery's BIGNUMERIC; a text with more is refused. */
const bigNumericScale = 38;

/** As decimalText, but with at most 38 fractional digits, rounded half away from zero. */
export function bigNumericText(value: number): string {
  // A double has at most 17 digits, so that only a text with an exponent can have too many.
  return hasPlainText(value) ? String(value) : rounded(withoutExponent(value), bigNumericScale);
}

/** ECMAScript writes an exponent below 1e-6 and from 1e21. */
function hasPlainText(value: number): boolean {
  const size = Math.abs(value);
  return (size >= 1e-6 && size < 1e21) || size === 0;
}

/** Moves the point, which ECMAScript puts behind the first digit, to where the exponent says. */
function withoutExponent(value: number): string {
  const [, sign = "", first, rest = "", exponent] =
    /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(String(value)) ?? [];
  if (first === undefined) throw new Error(`${value} is no decimal.`);
  const digits = first + rest;
  const shift = Number(exponent);
  return shift < 0
    ? `${sign}0.${"0".repeat(-shift - 1)}${digits}`
    : sign + digits.padEnd(shift + 1, "0");
}

function rounded(plain: string, fractionDigits: number): string {
  const point = plain.indexOf(".");
  if (point < 0 || plain.length - point - 1 <= fractionDigits) return plain;
  const sign = plain.startsWith("-") ? "-" : "";
  const kept = plain.slice(sign.length, point) + plain.slice(point + 1, point + 1 + fractionDigits);
  const up = Number(plain[point + 1 + fractionDigits]) >= 5;
  const digits = String(BigInt(kept) + (up ? 1n : 0n)).padStart(fractionDigits + 1, "0");
  const whole = digits.slice(0, -fractionDigits);
  const fraction = digits.slice(-fractionDigits).replace(/0+$/, "");
  if (fraction === "") return whole === "0" ? "0" : sign + whole;
  return `${sign}${whole}.${fraction}`;
}
