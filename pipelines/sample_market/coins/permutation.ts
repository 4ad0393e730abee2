import { hash } from "../hash";

const rounds = 4;

/**
 * A seeded permutation of 0..size-1, computed in both directions for one number at a time: a Feistel
 * network over the next power of four, iterated until the result is in range (the cycle walking of
 * format-preserving encryption, https://en.wikipedia.org/wiki/Format-preserving_encryption).
 */
export class Permutation {
  private readonly halfBits: number;
  private readonly mask: number;

  constructor(
    readonly size: number,
    private readonly seed: number,
  ) {
    this.halfBits = Math.max(1, Math.ceil(Math.log2(Math.max(2, size)) / 2));
    this.mask = 2 ** this.halfBits - 1;
  }

  /** The position that a number is moved to. */
  forward(from: number): number {
    let at = from;
    do {
      let left = at >>> this.halfBits;
      let right = at & this.mask;
      for (let round = 0; round < rounds; round++) {
        const next = left ^ this.scramble(right, round);
        left = right;
        right = next;
      }
      at = left * 2 ** this.halfBits + right;
    } while (at >= this.size);
    return at;
  }

  /** The number that is moved to a position. */
  inverse(to: number): number {
    let at = to;
    do {
      let left = at >>> this.halfBits;
      let right = at & this.mask;
      for (let round = rounds - 1; round >= 0; round--) {
        const previous = right ^ this.scramble(left, round);
        right = left;
        left = previous;
      }
      at = left * 2 ** this.halfBits + right;
    } while (at >= this.size);
    return at;
  }

  private scramble(half: number, round: number): number {
    return hash(hash(this.seed, round), half) & this.mask;
  }
}
