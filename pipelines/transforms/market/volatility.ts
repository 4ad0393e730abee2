/**
 * The population standard deviation of a series of prices, in their unit; null under 2 prices.
 * Deviations are taken from the first price, so that a flat series gives exactly 0 and a small
 * movement of a large price loses no digits. Where their squares would underflow or overflow, they are
 * scaled by a power of 2, which is exact.
 */
export function volatility(prices: readonly number[]): number | null {
  const [first] = prices;
  const { length } = prices;
  if (first === undefined || length < 2) return null;
  // This runs for millions of prices: a loop by index takes half the time.
  let largest = 0;
  for (let at = 0; at < length; at++) {
    const deviation = Math.abs((prices[at] ?? 0) - first);
    if (deviation > largest) largest = deviation;
  }
  if (largest === 0) return 0;
  const scale = scaleOf(largest);
  let sum = 0;
  for (let at = 0; at < length; at++) sum += ((prices[at] ?? 0) - first) * scale;
  const mean = sum / length;
  let squares = 0;
  for (let at = 0; at < length; at++) {
    const deviation = ((prices[at] ?? 0) - first) * scale - mean;
    squares += deviation * deviation;
  }
  return Math.sqrt(squares / length) / scale;
}

/** A factor that brings a deviation near 1 where its square would leave a double's range. */
function scaleOf(largest: number): number {
  if (largest > 1e-100 && largest < 1e100) return 1;
  return 2 ** -Math.max(-1_000, Math.min(1_000, Math.floor(Math.log2(largest))));
}
