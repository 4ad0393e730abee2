/** The numbers 0, 1, 2, ... but for a few hundred that are left out. */
export class NumbersWithout {
  private readonly leftOut: readonly number[];

  constructor(leftOut: Iterable<number>) {
    this.leftOut = [...leftOut].sort((a, b) => a - b);
  }

  /** The n-th number that is not left out, n from 0. */
  nth(n: number): number {
    // How many left-out numbers come before it: those with at most n others before them.
    return n + this.firstWhere((number, at) => number - at > n);
  }

  /** How many left-out numbers are below a number. */
  leftOutBelow(limit: number): number {
    return this.firstWhere((number) => number >= limit);
  }

  /** The position of the first left-out number for which a test holds, as for all after it. */
  private firstWhere(test: (number: number, at: number) => boolean): number {
    let low = 0;
    let high = this.leftOut.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (test(this.leftOut[middle] ?? 0, middle)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
