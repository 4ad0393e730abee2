/**
 * The population standard deviation of a series of prices, in their unit; null under 2 prices.
 * Deviations are taken from the first price, so that a flat series gives exactly 0 and a small
 * movement of a large price keeps its digits, and scaled, so that tiny squares don't vanish and
 * large ones don't overflow: by a power of 2, which changes no digit.
 */
export function volatility(prices: readonly number[]): number | null {
  const [first] = prices;
  if (first === undefined || prices.length < 2) return null;
  let largest = 0;
  for (const price of prices) {
    const deviation = price < first ? first - price : price - first;
    if (deviation > largest) largest = deviation;
  }
  if (largest === 0) return 0;
  const scale = 2 ** -Math.max(-1_000, Math.min(1_000, Math.floor(Math.log2(largest))));
  let sum = 0;
  for (const price of prices) sum += (price - first) * scale;
  const mean = sum / prices.length;
  let squares = 0;
  for (const price of prices) {
    const deviation = (price - first) * scale - mean;
    squares += deviation * deviation;
  }
  return Math.sqrt(squares / prices.length) / scale;
}
