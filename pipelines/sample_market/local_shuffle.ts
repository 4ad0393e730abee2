import { hash } from "./hash";

/**
 * Lets neighbours trade places: turns each whole block of numbers from `start` on round by a seeded
 * number of steps, and leaves the rest where they are. Its inverse costs as little.
 */
export class LocalShuffle {
  constructor(
    private readonly block: number,
    private readonly start: number,
    private readonly end: number,
    private readonly seed: number,
  ) {}

  forward(from: number): number {
    return this.turn(from, 1);
  }

  inverse(to: number): number {
    return this.turn(to, -1);
  }

  private turn(at: number, direction: 1 | -1): number {
    const blockNumber = Math.floor((at - this.start) / this.block);
    const first = this.start + blockNumber * this.block;
    if (at < this.start || first + this.block > this.end) return at;
    const steps = hash(this.seed, blockNumber) % this.block;
    return first + ((at - first + direction * steps + this.block) % this.block);
  }
}
