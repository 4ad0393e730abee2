/** Numbers are sorted by their binary logarithm plus this: it is positive from 1e-19 on. */
const logOffset = 64;
/** Above the greatest sum of a logarithm and the offset. */
const logRange = 256;

/** The order of the positions of an array by its values, none negative; equal ones by position. */
export class DescendingOrder {
  private readonly positions: Uint32Array;
  private readonly ranks: Uint32Array;

  constructor(values: Float64Array) {
    this.positions = sortedPositions(values);
    this.ranks = new Uint32Array(values.length);
    this.positions.forEach((position, rank) => (this.ranks[position] = rank));
  }

  rankOf(position: number): number {
    return this.ranks[position] ?? 0;
  }

  positionAt(rank: number): number {
    return this.positions[rank] ?? 0;
  }
}

/**
 * Sorts without a comparator and without an object per value: each key is a whole number below 2^53,
 * of the quantised logarithm of a value and its position. The few neighbours that are closer than a
 * quantum are put in order afterwards.
 */
function sortedPositions(values: Float64Array): Uint32Array {
  const positionRange = 2 ** Math.ceil(Math.log2(values.length + 1));
  const quanta = 2 ** 52 / positionRange;
  const keys = new Float64Array(values.length);
  values.forEach((value, position) => {
    const log = value > 0 ? Math.max(0, Math.log2(value) + logOffset) / logRange : 0;
    keys[position] = Math.floor(quanta * (1 - log)) * positionRange + position;
  });
  keys.sort();
  // A loop, as `Uint32Array.from` with a function collects the values in an array first.
  const positions = new Uint32Array(keys.length);
  keys.forEach((key, rank) => (positions[rank] = key % positionRange));
  for (let at = 1; at < positions.length; at++) {
    const position = positions[at] ?? 0;
    const value = values[position] ?? 0;
    let to = at;
    for (; to > 0 && (values[positions[to - 1] ?? 0] ?? 0) < value; to--) {
      positions[to] = positions[to - 1] ?? 0;
    }
    positions[to] = position;
  }
  return positions;
}
