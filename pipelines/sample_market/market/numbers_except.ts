/** The numbers 0, 1, 2, ... except a few hundred. */
export class NumbersExcept {
  private readonly excluded: readonly number[];

  constructor(excluded: Iterable<number>) {
    this.excluded = [...excluded].sort((a, b) => a - b);
  }

  /** The n-th number that is not excluded, n from 0. */
  nth(n: number): number {
    // The excluded numbers before it are those with at most n included numbers before them.
    return n + this.firstWhere((number, at) => number - at > n);
  }

  /** Number of excluded numbers below a limit. */
  excludedBelow(limit: number): number {
    return this.firstWhere((number) => number >= limit);
  }

  /** Binary search for the position of the first excluded number that satisfies a monotonic test. */
  private firstWhere(test: (number: number, at: number) => boolean): number {
    let low = 0;
    let high = this.excluded.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (test(this.excluded[middle] ?? 0, middle)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
