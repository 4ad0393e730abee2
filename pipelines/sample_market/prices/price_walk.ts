import { hash, unit } from "../hash";

/**
 * Periods, in hours, of the layers of noise that make up the walk. A layer's weight is the square
 * root of its period, so that the sum spreads over time as a random walk does, at a constant cost
 * for any hour.
 */
const layerPeriods = [1, 3, 12, 48, 168, 720, 4320];

/** The greatest distance of the walk from 0, in units of the hourly step. */
export const maxWalkDistance = layerPeriods.reduce((sum, period) => sum + Math.sqrt(period), 0);

/**
 * A random walk as a function of time: fractal noise in steps of about 1 an hour, never further than
 * `maxWalkDistance` from 0. Times are hours since 1970, fractions included.
 * @returns the walk at `from`, `from + step`, ... (`count` of them).
 */
export function walk(seed: number, from: number, count: number, step = 1): Float64Array {
  const values = new Float64Array(count);
  layerPeriods.forEach((period, layer) => {
    const layerSeed = hash(seed, layer);
    const weight = Math.sqrt(period);
    let cell = Number.NaN;
    let left = 0;
    let right = 0;
    for (let n = 0; n < count; n++) {
      const x = (from + n * step) / period;
      const at = Math.floor(x);
      if (at !== cell) {
        left = at === cell + 1 ? right : corner(layerSeed, at);
        right = corner(layerSeed, at + 1);
        cell = at;
      }
      values[n] = (values[n] ?? 0) + weight * (left + (right - left) * (x - at));
    }
  });
  return values;
}

/** One value of the walk: bit for bit as in `walk`. */
export function walkAt(seed: number, hour: number): number {
  let value = 0;
  layerPeriods.forEach((period, layer) => {
    const layerSeed = hash(seed, layer);
    const x = hour / period;
    const at = Math.floor(x);
    const left = corner(layerSeed, at);
    const right = corner(layerSeed, at + 1);
    value += Math.sqrt(period) * (left + (right - left) * (x - at));
  });
  return value;
}

/** A layer's value at the boundary of two of its cells, in [-1, 1). */
function corner(layerSeed: number, at: number): number {
  return 2 * unit(layerSeed, at) - 1;
}
