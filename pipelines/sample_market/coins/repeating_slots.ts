/**
 * Some of the numbers 0, 1, 2, ...: those whose remainder by `period` is one of `slots`. Both ways
 * are arithmetic, so a page far into a huge market costs no more than the first.
 */
export class RepeatingSlots {
  private readonly slots: readonly number[];
  private readonly ordinals: ReadonlyMap<number, number>;

  constructor(
    private readonly period: number,
    slots: Iterable<number>,
  ) {
    this.slots = [...slots].sort((a, b) => a - b);
    this.ordinals = new Map(this.slots.map((slot, ordinal) => [slot, ordinal]));
  }

  /** The n-th member, n from 0. */
  nth(n: number): number {
    const block = Math.floor(n / this.slots.length);
    return block * this.period + (this.slots[n % this.slots.length] ?? 0);
  }

  /** The ordinal of a member; null for a number that is not one. */
  ordinalOf(number: number): number | null {
    const ordinal = this.ordinals.get(number % this.period);
    if (ordinal === undefined) return null;
    return Math.floor(number / this.period) * this.slots.length + ordinal;
  }

  /** Number of members below a limit. */
  countBelow(limit: number): number {
    const rest = limit % this.period;
    const whole = Math.floor(limit / this.period) * this.slots.length;
    return whole + this.slots.filter((slot) => slot < rest).length;
  }
}
