import { LocalShuffle } from "./local_shuffle";
import { Permutation } from "./permutation";
import { RepeatingSlots } from "./repeating_slots";

/** The special cases below repeat every so many indexes. */
const period = 128;
/** Never active. */
const inactiveSlots = [17, 101];
/** Listed in even months only, and in odd months only: each succeeds the other at the same rank. */
const evenMonthSlot = 59;
const oddMonthSlot = 60;
/** Listed, served by `ids=` and by its details, but on no market page. */
const notOnPagesSlot = 37;
/** Listed, but unknown to every other endpoint. */
const listOnlySlot = 91;

/** Among this many largest coins, 3 of 13 are rehypothecated: staked, wrapped or bridged. */
const maxRehypothecatedRank = 1300;
const rehypothecatedSlots = new RepeatingSlots(13, [4, 8, 11]);

/** Below this rank, neighbours change ranks from day to day. */
const stableRanks = 512;

/**
 * Which coins are listed, which are on the market pages, and how they rank. All numbers start at 0.
 * - index: the permanent number of a coin, in the order of ids;
 * - list position: its position among the coins listed on the day, in the order of ids;
 * - page position: its position among the coins on the market pages, in the order of ids;
 * - base rank: the permanent number, shuffled, that determines its long-term size;
 * - rank: the day's order by market capitalisation, close to the base rank.
 */
export class Listing {
  private readonly active: RepeatingSlots;
  private readonly paged: RepeatingSlots;
  private readonly baseRanks: Permutation;
  private readonly dailyShuffle: LocalShuffle;
  /** Number of coins on the market pages, rehypothecated ones included. */
  readonly pagedCoins: number;
  /** Number of indexes, including those of coins that are not active on the day. */
  readonly indexes: number;

  /**
   * @param coins number of active coins.
   * @param month months since year 0. @param day days since 1970.
   */
  constructor(
    seed: number,
    readonly coins: number,
    month: number,
    day: number,
  ) {
    const away = new Set([...inactiveSlots, month % 2 === 0 ? oddMonthSlot : evenMonthSlot]);
    const slots = Array.from({ length: period }, (_, slot) => slot);
    const active = slots.filter((slot) => !away.has(slot));
    const paged = active.filter((slot) => slot !== notOnPagesSlot && slot !== listOnlySlot);
    this.active = new RepeatingSlots(period, active);
    this.paged = new RepeatingSlots(period, paged);
    this.indexes = Math.ceil(coins / active.length) * period;
    this.pagedCoins = coins === 0 ? 0 : this.paged.countBelow(this.active.nth(coins - 1) + 1);
    this.baseRanks = new Permutation(this.pagedCoins, seed ^ 0x7a);
    this.dailyShuffle = new LocalShuffle(8, stableRanks, this.pagedCoins, seed ^ day);
  }

  /** The index of the active coin at a list position. */
  indexOfListPosition(position: number): number {
    return this.active.nth(position);
  }

  isActive(index: number): boolean {
    const position = this.active.ordinalOf(index);
    return position !== null && position < this.coins;
  }

  /** Whether `ids=` and the details endpoint know a coin. */
  isKnown(index: number): boolean {
    return this.isActive(index) && index % period !== listOnlySlot;
  }

  indexOfPagePosition(position: number): number {
    return this.paged.nth(position);
  }

  indexOfRank(rank: number): number {
    return this.indexOfPagePosition(this.baseRanks.inverse(this.dailyShuffle.inverse(rank)));
  }

  /** Null for a coin on no market page. */
  baseRankOf(index: number): number | null {
    const position = this.paged.ordinalOf(index);
    return position === null || position >= this.pagedCoins
      ? null
      : this.baseRanks.forward(position);
  }

  rankOfBaseRank(baseRank: number): number {
    return this.dailyShuffle.forward(baseRank);
  }

  isRehypothecated(baseRank: number): boolean {
    return baseRank < this.rehypothecatedRanks && rehypothecatedSlots.ordinalOf(baseRank) !== null;
  }

  /** Base ranks of all rehypothecated coins: a few hundred at most. */
  rehypothecatedBaseRanks(): number[] {
    const count = rehypothecatedSlots.countBelow(this.rehypothecatedRanks);
    return Array.from({ length: count }, (_, n) => rehypothecatedSlots.nth(n));
  }

  pagePositionOfBaseRank(baseRank: number): number {
    return this.baseRanks.inverse(baseRank);
  }

  private get rehypothecatedRanks(): number {
    return Math.min(maxRehypothecatedRank, this.pagedCoins);
  }
}
