import { hash, unit } from "./hash";

/**
 * Periods, in hours, of the layers that make up the walk. A layer weighs the square root of its
 * period, so that the sum spreads over time as a random walk does, yet costs the same at any hour.
 */
const PERIODS = [1, 3, 12, 48, 168, 720, 4320];

/** How far, in units of the hourly step, the walk can ever be from its start, either way. */
export const FURTHEST = PERIODS.reduce((sum, period) => sum + Math.sqrt(period), 0);

/**
 * A walk that is a function of time: fractal noise in steps of about 1 an hour, never further than
 * FURTHEST from 0. Times are hours since 1970 and may lie between two hours.
 * @returns the walk at `from`, `from + step`, ... (`count` of them).
 */
export function walk(seed: number, from: number, count: number, step = 1): Float64Array {
  const values = new Float64Array(count);
  PERIODS.forEach((period, layer) => {
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

/** A layer's value where two of its cells meet, in [-1, 1). */
function corner(layerSeed: number, at: number): number {
  return 2 * unit(layerSeed, at) - 1;
}
