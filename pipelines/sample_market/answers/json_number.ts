/**
 * A number as CoinGecko's server (Ruby's Float#to_s) writes a float: `19441681.0`, `6.25e-06`,
 * `1.0e+16`; an integral float keeps its `.0`, which JSON.stringify does not write.
 */
export function floatText(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    // No arrays: most of the time of a market page is spent here.
    const text = value.toExponential();
    const exponent = text.indexOf("e");
    const power = text.slice(exponent + 2);
    const sign = text.charAt(exponent + 1);
    return `${withPoint(text.slice(0, exponent))}e${sign}${power.length < 2 ? "0" : ""}${power}`;
  }
  return withPoint(String(value));
}

/** A whole number without point or exponent, above 2^53 too. */
export function integerText(value: number): string {
  const whole = Math.round(value);
  return Math.abs(whole) < 1e21 ? String(whole) : BigInt(whole).toString();
}

/**
 * A price as CoinGecko shows it: whole from 10,000 on, two decimals from 1 on, below that six
 * significant digits; the price of one coin is an integer and that of the next a float.
 */
export function priceText(value: number): string {
  const size = Math.abs(value);
  if (size >= 10_000) return String(Math.round(value));
  return floatText(roundPrice(value));
}

/** The number that `priceText` writes. */
export function roundPrice(value: number): number {
  const size = Math.abs(value);
  if (size >= 10_000) return Math.round(value);
  return size >= 1 ? Math.round(value * 100) / 100 : Number(value.toPrecision(6));
}

/** A percentage as CoinGecko shows it: five decimals. */
export function percentText(value: number): string {
  return floatText(Math.round(value * 1e5) / 1e5);
}

function withPoint(digits: string): string {
  return digits.includes(".") ? digits : `${digits}.0`;
}

/** @param precision decimals; `full` for unrounded; undefined for CoinGecko's own rounding. */
export function moneyText(value: number, precision: number | "full" | undefined): string {
  if (precision === undefined) return priceText(value);
  return floatText(precision === "full" ? value : Number(value.toFixed(precision)));
}
