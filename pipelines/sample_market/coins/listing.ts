import { hash } from "../hash";
import { Permutation } from "./permutation";
import { RepeatingSlots } from "./repeating_slots";

/** Special indexes repeat every so many coins. */
const period = 128;
/** Listed, served by `ids=` and by its details, but on no market page. */
const notOnPagesSlot = 37;
/** Listed, but unknown to every other endpoint. */
const listOnlySlot = 91;
/** Coins whose contracts change: see answers/contracts.ts. They stay listed. */
export const contractSlots = { from: 96, to: 97, original: 103, copy: 104 } as const;
const permanentSlots: readonly number[] = Object.values(contractSlots);

/** The largest coins, by base rank: listed for ever, and without any oddity. */
export const ordinaryRanks = 40;

/** Among this many largest coins, 3 of 13 are rehypothecated: staked, wrapped or bridged. */
const maxRehypothecatedRank = 1300;
const rehypothecatedSlots = new RepeatingSlots(13, [4, 8, 11]);

/** A coin's time on the list. */
export interface Lifetime {
  /** Counts the coins that had an index, one after the other. */
  readonly generation: number;
  /** The first day, in days since 1970; null for a coin that was always listed. */
  readonly listedOn: number | null;
}

/**
 * Which coins are listed, and which are on the market pages. All numbers start at 0.
 * - index: a coin's position in the list, which is in the order of ids. One coin in four leaves
 *   after a year or so, and a new one takes over its index: the number of coins is constant;
 * - page position: its position among the coins on the market pages, in the order of ids;
 * - base rank: the index's permanent number, shuffled, that determines its long-term size.
 */
export class Listing {
  private readonly paged: RepeatingSlots;
  private readonly baseRanks: Permutation;
  private latest: { index: number; baseRank: number | null } = { index: -1, baseRank: null };
  /** Number of coins on the market pages, rehypothecated ones included. */
  readonly pagedCoins: number;

  /**
   * @param coins number of active coins.
   * @param day days since 1970.
   */
  constructor(
    private readonly seed: number,
    readonly coins: number,
    readonly day: number,
  ) {
    const slots = Array.from({ length: period }, (_, slot) => slot);
    this.paged = new RepeatingSlots(
      period,
      slots.filter((slot) => slot !== notOnPagesSlot && slot !== listOnlySlot),
    );
    this.pagedCoins = this.paged.countBelow(coins);
    this.baseRanks = new Permutation(this.pagedCoins, seed ^ 0x7a);
  }

  slotOf(index: number): number {
    return index % period;
  }

  /** Whether `ids=` and the details endpoint know the coin with an index. */
  isKnown(index: number): boolean {
    return index % period !== listOnlySlot;
  }

  indexOfPagePosition(position: number): number {
    return this.paged.nth(position);
  }

  /** Null for a coin on no market page. */
  pagePositionOf(index: number): number | null {
    return this.paged.ordinalOf(index);
  }

  /** Null for a coin on no market page. */
  baseRankOf(index: number): number | null {
    // Callers ask several times about one coin, then about the next one.
    if (this.latest.index !== index) {
      const position = this.paged.ordinalOf(index);
      const baseRank = position === null ? null : this.baseRanks.forward(position);
      this.latest = { index, baseRank };
    }
    return this.latest.baseRank;
  }

  pagePositionOfBaseRank(baseRank: number): number {
    return this.baseRanks.inverse(baseRank);
  }

  isOrdinary(index: number): boolean {
    const baseRank = this.baseRankOf(index);
    return baseRank !== null && baseRank < ordinaryRanks;
  }

  lifetimeOf(index: number): Lifetime {
    const own = hash(this.seed ^ 0xa1, index);
    const permanent = own % 4 !== 0 || permanentSlots.includes(index % period);
    if (permanent || this.isOrdinary(index)) return { generation: 0, listedOn: null };
    const length = 180 + (hash(own, 1) % 360);
    const phase = hash(own, 2) % length;
    const generation = Math.floor((this.day + phase) / length);
    return { generation, listedOn: generation * length - phase };
  }

  isRehypothecated(baseRank: number): boolean {
    return baseRank < this.rehypothecatedRanks && rehypothecatedSlots.ordinalOf(baseRank) !== null;
  }

  /** Page positions of all rehypothecated coins: a few hundred at most. */
  rehypothecatedPositions(): number[] {
    const count = rehypothecatedSlots.countBelow(this.rehypothecatedRanks);
    return Array.from({ length: count }, (_, n) =>
      this.pagePositionOfBaseRank(rehypothecatedSlots.nth(n)),
    );
  }

  private get rehypothecatedRanks(): number {
    return Math.min(maxRehypothecatedRank, this.pagedCoins);
  }
}
