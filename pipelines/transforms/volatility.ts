/**
 * The population standard deviation of a series of prices, in their unit; null under 2 prices.
 * Deviations are taken from the first price, so that a flat series gives exactly 0 and a small
 * movement of a large price keeps its digits, and scaled, so that tiny squares don't vanish.
 */
export function volatility(prices: readonly number[]): number | null {
  const [first] = prices;
  if (first === undefined || prices.length < 2) return null;
  let largest = 0;
  for (const price of prices) largest = Math.max(largest, Math.abs(price - first));
  if (largest === 0) return 0;
  let sum = 0;
  for (const price of prices) sum += (price - first) / largest;
  const mean = sum / prices.length;
  let squares = 0;
  for (const price of prices) squares += ((price - first) / largest - mean) ** 2;
  return largest * Math.sqrt(squares / prices.length);
}
