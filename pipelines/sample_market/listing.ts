import { LocalShuffle } from "./local_shuffle";
import { Permutation } from "./permutation";
import { RepeatingSlots } from "./repeating_slots";

/** What makes a coin special in the lists comes round after as many indexes. */
const PERIOD = 128;
/** On no list of active coins, ever. */
const INACTIVE = [17, 101];
/** Listed in even months only, and in odd ones: each other's successors, at the same rank. */
const IN_EVEN_MONTHS = 59;
const IN_ODD_MONTHS = 60;
/** Listed, and given by `ids=` and in detail, but on no market page. */
const OFF_PAGES = 37;
/** Listed, but nothing else knows them. */
const UNKNOWN = 91;

/** Within the first so many ranks, 3 of 13 coins are rehypothecated: staked, wrapped, bridged. */
const REHYPOTHECATED_RANKS = 1300;
const REHYPOTHECATED = new RepeatingSlots(13, [4, 8, 11]);

/** Ranks below this one trade places from day to day. */
const STEADY_RANKS = 512;

/**
 * Who is listed, who is on the market pages, and who ranks where.
 * - index: a coin's number for ever, in the order of ids;
 * - seat: its place among the coins listed on the day;
 * - place: its place among the coins on the market pages, in the order of ids, all from 0;
 * - standing: its number in the shuffle that decides about its size, for ever;
 * - rank: the day's order by market capitalisation, from 0, close to the standing.
 */
export class Listing {
  private readonly active: RepeatingSlots;
  private readonly paged: RepeatingSlots;
  private readonly standings: Permutation;
  private readonly dailyMoves: LocalShuffle;
  /** How many coins the market pages hold, rehypothecated ones among them. */
  readonly pagedCoins: number;
  /** How many indexes there are, with the coins that are no longer (or not yet) active. */
  readonly indexes: number;

  /**
   * @param coins how many coins are listed as active.
   * @param month months since year 0. @param day days since 1970.
   */
  constructor(
    seed: number,
    readonly coins: number,
    month: number,
    day: number,
  ) {
    const away = new Set([...INACTIVE, month % 2 === 0 ? IN_ODD_MONTHS : IN_EVEN_MONTHS]);
    const slots = Array.from({ length: PERIOD }, (_, slot) => slot);
    const active = slots.filter((slot) => !away.has(slot));
    const paged = active.filter((slot) => slot !== OFF_PAGES && slot !== UNKNOWN);
    this.active = new RepeatingSlots(PERIOD, active);
    this.paged = new RepeatingSlots(PERIOD, paged);
    this.indexes = Math.ceil(coins / active.length) * PERIOD;
    this.pagedCoins = coins === 0 ? 0 : this.paged.countBelow(this.active.nth(coins - 1) + 1);
    this.standings = new Permutation(this.pagedCoins, seed ^ 0x7a);
    this.dailyMoves = new LocalShuffle(8, STEADY_RANKS, this.pagedCoins, seed ^ day);
  }

  /** Indexes of the active coins, in the order of ids, from a seat on. */
  indexOfSeat(seat: number): number {
    return this.active.nth(seat);
  }

  isActive(index: number): boolean {
    const seat = this.active.ordinalOf(index);
    return seat !== null && seat < this.coins;
  }

  /** Whether `ids=` and the details know a coin. */
  isKnown(index: number): boolean {
    return this.isActive(index) && index % PERIOD !== UNKNOWN;
  }

  indexOfPlace(place: number): number {
    return this.paged.nth(place);
  }

  indexOfRank(rank: number): number {
    return this.indexOfPlace(this.standings.inverse(this.dailyMoves.inverse(rank)));
  }

  /** Null for a coin that is on no market page. */
  standingOf(index: number): number | null {
    const place = this.paged.ordinalOf(index);
    return place === null || place >= this.pagedCoins ? null : this.standings.forward(place);
  }

  rankOfStanding(standing: number): number {
    return this.dailyMoves.forward(standing);
  }

  isRehypothecated(standing: number): boolean {
    return standing < this.rehypothecatedRanks && REHYPOTHECATED.ordinalOf(standing) !== null;
  }

  /** The standings of all rehypothecated coins: a few hundred at most. */
  rehypothecatedStandings(): number[] {
    const count = REHYPOTHECATED.countBelow(this.rehypothecatedRanks);
    return Array.from({ length: count }, (_, n) => REHYPOTHECATED.nth(n));
  }

  placeOfStanding(standing: number): number {
    return this.standings.inverse(standing);
  }

  private get rehypothecatedRanks(): number {
    return Math.min(REHYPOTHECATED_RANKS, this.pagedCoins);
  }
}
