import { hash } from "./hash";

/**
 * A seeded shuffle among neighbours: rotates each complete block of numbers from `start` on, and
 * leaves the rest unchanged. Both directions take constant time.
 */
export class LocalShuffle {
  constructor(
    private readonly block: number,
    private readonly start: number,
    private readonly end: number,
    private readonly seed: number,
  ) {}

  forward(from: number): number {
    return this.rotate(from, 1);
  }

  inverse(to: number): number {
    return this.rotate(to, -1);
  }

  private rotate(at: number, direction: 1 | -1): number {
    const blockNumber = Math.floor((at - this.start) / this.block);
    const first = this.start + blockNumber * this.block;
    if (at < this.start || first + this.block > this.end) return at;
    const steps = hash(this.seed, blockNumber) % this.block;
    return first + ((at - first + direction * steps + this.block) % this.block);
  }
}
