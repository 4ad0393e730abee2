import { ActionableError } from "../core/actionable_error";
import { hash } from "./hash";
import { SampleNames, type CoinNames } from "./coin_names";
import { Listing } from "./listing";
import { LocalShuffle } from "./local_shuffle";
import { marketOddityOf, type MarketOddity } from "./market_oddities";
import { NumbersWithout } from "./numbers_without";
import { prices, priceModel, type PriceModel } from "./market_values";

const HOUR = 3_600_000;
const ALL_TIME_DATES_MOVED = "2026-06-01";

/** What the market pages and the details say about a coin, but for the figures. */
export interface SampleCoin extends CoinNames {
  readonly index: number;
  /** Null for a coin that is on no market page. */
  readonly standing: number | null;
  readonly oddity: MarketOddity | undefined;
  readonly prices: PriceModel;
}

/**
 * A crypto market that nobody trades on: every coin, price and date in it is computed, when asked,
 * from the seed, the coin's index and the time. It holds nothing, whatever its size.
 */
export class SampleMarket {
  readonly seed: number;
  readonly listing: Listing;
  readonly names: SampleNames;
  /** The last full hour of the day, in hours since 1970: what prices are as of. */
  readonly hour: number;
  /** Ranks by market capitalisation, but for those of rehypothecated coins. */
  readonly rehypothecatedRanks: NumbersWithout;
  private readonly volumeMoves: LocalShuffle;

  /**
   * @param coins how many coins are listed as active.
   * @param date the UTC day that the market shows, at its end: YYYY-MM-DD.
   */
  constructor(
    readonly coins: number,
    readonly date: string,
    seed: number,
  ) {
    this.seed = hash(0x5eed, seed);
    const start = Date.parse(`${date}T00:00:00Z`);
    if (Number.isNaN(start) || new Date(start).toISOString().slice(0, 10) !== date) {
      throw new ActionableError(`A market can't show ${date}.`, "Name a day as YYYY-MM-DD.");
    }
    const month = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
    this.hour = start / HOUR + 23;
    this.listing = new Listing(this.seed, coins, month, Math.floor(start / HOUR / 24));
    this.names = new SampleNames(this.seed, Math.max(1, this.listing.indexes), month);
    this.rehypothecatedRanks = new NumbersWithout(
      this.listing.rehypothecatedStandings().map((at) => this.listing.rankOfStanding(at)),
    );
    this.volumeMoves = new LocalShuffle(8, 0, this.listing.pagedCoins, this.seed ^ 0x33);
  }

  /** The moment that the market shows, in milliseconds since 1970. */
  get now(): number {
    return this.hour * HOUR + HOUR - 1000;
  }

  coin(index: number): SampleCoin {
    const standing = this.listing.standingOf(index);
    const oddity = standing === null ? undefined : marketOddityOf(standing);
    return {
      ...this.names.of(index),
      index,
      standing,
      oddity,
      prices: priceModel(this.seed, index, standing ?? this.listing.pagedCoins, oddity),
    };
  }

  /** The coin with an id, if `ids=` and the details know it. */
  coinOfId(id: string): SampleCoin | null {
    const index = this.names.indexOfId(id);
    return index !== null && this.listing.isKnown(index) ? this.coin(index) : null;
  }

  /** The day's rank by market capitalisation, from 0; one off the pages comes behind all others. */
  rankOf(coin: SampleCoin): number {
    const { listing } = this;
    return coin.standing === null ? listing.pagedCoins : listing.rankOfStanding(coin.standing);
  }

  /** Whether a rank is shown: the smallest eighth has no known market capitalisation. */
  isRanked(rank: number): boolean {
    return rank < Math.ceil((this.listing.pagedCoins * 7) / 8);
  }

  /** `market_cap_rank`, from 1; null for a rehypothecated coin. */
  rankWithoutRehypothecated(coin: SampleCoin): number | null {
    if (coin.standing === null || this.listing.isRehypothecated(coin.standing)) return null;
    const rank = this.rankOf(coin);
    return rank + 1 - this.rehypothecatedRanks.leftOutBelow(rank);
  }

  /** The date of an all-time high or low: CoinGecko moved all of them by 8 hours in mid-2026. */
  allTimeDate(at: number): number {
    return this.date < ALL_TIME_DATES_MOVED ? at : at - 8 * HOUR;
  }

  /** The day's rank by volume, from 0, of the coin with a rank by market capitalisation. */
  volumeRankOf(rank: number): number {
    return this.volumeMoves.forward(rank);
  }

  rankOfVolumeRank(volumeRank: number): number {
    return this.volumeMoves.inverse(volumeRank);
  }

  /** Hourly prices in US dollars up to the market's moment, the newest last. */
  lastPrices(coin: SampleCoin, hours: number): Float64Array {
    return prices(coin.prices, this.hour - hours + 1, hours);
  }
}
