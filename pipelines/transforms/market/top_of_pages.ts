/**
 * How many coins of each page are among the top N. A page's first coin has as many before it as the
 * pages before have: those of the same shard are known; each of another shard counts as much as the
 * largest page so far.
 */
export class TopOfPages {
  private coinsBefore = 0;
  private pagesBefore = 0;
  private largest = 0;

  constructor(private readonly count: number) {}

  /**
   * Called once for each page of the shard, in their order.
   * @param number of the page, from 1
   * @param returned how many coins it has
   * @returns how many of them, from the first, are among the top N
   */
  take(number: number, returned: number): number {
    this.largest = Math.max(this.largest, returned);
    const ofOthers = (number - 1 - this.pagesBefore) * this.largest;
    const left = Math.max(0, this.count - this.coinsBefore - ofOthers);
    this.coinsBefore += returned;
    this.pagesBefore++;
    return Math.min(left, returned);
  }
}
