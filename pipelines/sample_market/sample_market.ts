import { msPerHour } from "./time";
import { ActionableError } from "../core/actionable_error";
import { hash } from "./hash";
import { SampleNames, type CoinNames } from "./coin_names";
import { Listing } from "./listing";
import { LocalShuffle } from "./local_shuffle";
import { marketOddityOf, type MarketOddity } from "./market_oddities";
import { NumbersExcept } from "./numbers_except";
import { prices, priceModel, type PriceModel } from "./market_values";

const allTimeDatesShiftedOn = "2026-06-01";

/** A coin's identity on the market pages and in its details, and its price model. */
export interface SampleCoin extends CoinNames {
  readonly index: number;
  /** Null for a coin on no market page. */
  readonly baseRank: number | null;
  readonly oddity: MarketOddity | undefined;
  readonly prices: PriceModel;
}

/**
 * A synthetic crypto market. Every coin, price and date is computed on request from the seed, the
 * coin's index and the time: no state is held, whatever the size of the market.
 */
export class SampleMarket {
  readonly seed: number;
  readonly listing: Listing;
  readonly names: SampleNames;
  /** The last full hour of the day, in hours since 1970: the time of current prices. */
  readonly hour: number;
  /** Ranks by market capitalisation, except those of rehypothecated coins. */
  readonly rehypothecatedRanks: NumbersExcept;
  private readonly volumeShuffle: LocalShuffle;

  /**
   * @param coins number of active coins.
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
      throw new ActionableError(`${date} is not a valid day.`, "Give a day as YYYY-MM-DD.");
    }
    const month = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
    this.hour = start / msPerHour + 23;
    this.listing = new Listing(this.seed, coins, month, Math.floor(start / msPerHour / 24));
    this.names = new SampleNames(this.seed, Math.max(1, this.listing.indexes), month);
    this.rehypothecatedRanks = new NumbersExcept(
      this.listing.rehypothecatedBaseRanks().map((at) => this.listing.rankOfBaseRank(at)),
    );
    this.volumeShuffle = new LocalShuffle(8, 0, this.listing.pagedCoins, this.seed ^ 0x33);
  }

  /** The moment that the market shows, in milliseconds since 1970. */
  get now(): number {
    return this.hour * msPerHour + msPerHour - 1000;
  }

  coin(index: number): SampleCoin {
    const baseRank = this.listing.baseRankOf(index);
    const oddity = baseRank === null ? undefined : marketOddityOf(baseRank);
    return {
      ...this.names.of(index),
      index,
      baseRank,
      oddity,
      prices: priceModel(this.seed, index, baseRank ?? this.listing.pagedCoins, oddity),
    };
  }

  /** The coin with an id, if `ids=` and the details endpoint know it. */
  coinOfId(id: string): SampleCoin | null {
    const index = this.names.indexOfId(id);
    return index !== null && this.listing.isKnown(index) ? this.coin(index) : null;
  }

  /** The day's rank by market capitalisation, from 0; a coin on no page ranks after all others. */
  rankOf(coin: SampleCoin): number {
    const { listing } = this;
    return coin.baseRank === null ? listing.pagedCoins : listing.rankOfBaseRank(coin.baseRank);
  }

  /** Whether a rank is shown: the smallest eighth has no known market capitalisation. */
  isRanked(rank: number): boolean {
    return rank < Math.ceil((this.listing.pagedCoins * 7) / 8);
  }

  /** `market_cap_rank`, from 1; null for a rehypothecated coin. */
  rankWithoutRehypothecated(coin: SampleCoin): number | null {
    if (coin.baseRank === null || this.listing.isRehypothecated(coin.baseRank)) return null;
    const rank = this.rankOf(coin);
    return rank + 1 - this.rehypothecatedRanks.excludedBelow(rank);
  }

  /** The date of an all-time high or low: CoinGecko shifted all of them by 8 hours in mid-2026. */
  allTimeDate(at: number): number {
    return this.date < allTimeDatesShiftedOn ? at : at - 8 * msPerHour;
  }

  /** The day's rank by volume, from 0, of the coin with a rank by market capitalisation. */
  volumeRankOf(rank: number): number {
    return this.volumeShuffle.forward(rank);
  }

  rankOfVolumeRank(volumeRank: number): number {
    return this.volumeShuffle.inverse(volumeRank);
  }

  /** Hourly prices in US dollars up to the market's current hour, oldest first. */
  lastPrices(coin: SampleCoin, hours: number): Float64Array {
    return prices(coin.prices, this.hour - hours + 1, hours);
  }
}
