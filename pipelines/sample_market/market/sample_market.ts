import { ActionableError } from "../../core/actionable_error";
import { LruCache } from "../../core/lru_cache";
import { SampleNames, type CoinNames } from "../coins/coin_names";
import { Listing } from "../coins/listing";
import { marketOddityOf, type MarketOddity } from "../coins/market_oddities";
import { hash } from "../hash";
import { coinModel, marketStep, volumeAt, supplyOn, type CoinModel } from "../prices/coin_model";
import { CurrencyRates } from "../prices/currency_rates";
import { walk, walkAt } from "../prices/price_walk";
import { hoursPerDay, msPerHour } from "../time";
import { MarketRanking } from "./market_ranking";

const allTimeDatesShiftedOn = "2026-06-01";

/** A coin's identity on the market pages and in its details, and how its price moves. */
export interface SampleCoin extends CoinNames {
  readonly index: number;
  /** Null for a coin on no market page. */
  readonly baseRank: number | null;
  readonly oddity: MarketOddity | undefined;
  readonly model: CoinModel;
}

/**
 * A synthetic crypto market. Every coin, price and date is computed on request from the seed, the
 * coin's index and the time. Only the day's ranking is kept, once it is needed: a few numbers a coin.
 */
export class SampleMarket {
  readonly seed: number;
  readonly listing: Listing;
  readonly names: SampleNames;
  readonly rates: CurrencyRates;
  /** The last full hour of the day, in hours since 1970: the time of current prices. */
  readonly hour: number;
  private readonly marketMoves = new LruCache<Float64Array>(64);
  private currentRanking: MarketRanking | undefined;

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
    this.hour = start / msPerHour + 23;
    this.listing = new Listing(this.seed, coins, start / msPerHour / hoursPerDay);
    this.names = new SampleNames(this.seed, this.listing);
    this.rates = new CurrencyRates(this.seed, (baseRank, from, count, step) =>
      baseRank < this.listing.pagedCoins
        ? this.prices(this.modelOfBaseRank(baseRank), from, count, step)
        : null,
    );
  }

  /** The moment that the market shows, in milliseconds since 1970. */
  get now(): number {
    return this.hour * msPerHour + msPerHour - 1000;
  }

  /** The day's order of all coins on the market pages. */
  get ranking(): MarketRanking {
    this.currentRanking ??= new MarketRanking(this);
    return this.currentRanking;
  }

  coin(index: number): SampleCoin {
    const baseRank = this.listing.baseRankOf(index);
    const oddity = baseRank === null ? undefined : marketOddityOf(baseRank);
    const model = this.modelOf(index);
    return { ...this.names.of(index), index, baseRank, oddity, model };
  }

  /** The coin with an id, if `ids=` and the details endpoint know it. */
  coinOfId(id: string): SampleCoin | null {
    const index = this.names.indexOfId(id);
    return index !== null && this.listing.isKnown(index) ? this.coin(index) : null;
  }

  modelOf(index: number): CoinModel {
    const baseRank = this.listing.baseRankOf(index);
    const { generation, listedOn } = this.listing.lifetimeOf(index);
    return coinModel({
      seed: hash(hash(this.seed ^ 0x3c, index), generation),
      baseRank,
      pagedCoins: this.listing.pagedCoins,
      oddity: baseRank === null ? undefined : marketOddityOf(baseRank),
      listedOn,
    });
  }

  /** Prices in US dollars at `from`, `from + step`, ... in hours since 1970. */
  prices(model: CoinModel, from: number, count: number, step = 1): Float64Array {
    const prices = walk(model.seed, from, count, step);
    const { basePrice, step: scale } = model;
    if (model.followsMarket) {
      const shared = this.sharedMoves(from, count, step);
      for (let n = 0; n < count; n++) {
        prices[n] = basePrice * Math.exp(scale * (prices[n] ?? 0) + (shared[n] ?? 0));
      }
    } else {
      for (let n = 0; n < count; n++) prices[n] = basePrice * Math.exp(scale * (prices[n] ?? 0));
    }
    return prices;
  }

  /** One price in US dollars: bit for bit as in `prices`. */
  priceAt(model: CoinModel, hour: number): number {
    const shared = model.followsMarket ? (this.sharedMoves(hour, 1, 1)[0] ?? 0) : 0;
    return model.basePrice * Math.exp(model.step * walkAt(model.seed, hour) + shared);
  }

  /** The market capitalisation in US dollars: price x supply; 0 where the supply is unknown. */
  marketCapAt(model: CoinModel, hour: number): number {
    if (!model.knownSupply || hour < model.listedAt) return 0;
    return this.priceAt(model, hour) * supplyOn(model, Math.floor(hour / hoursPerDay));
  }

  /** The trading volume in US dollars of the 24 hours up to an hour. */
  volumeAt(model: CoinModel, hour: number): number {
    return hour < model.listedAt ? 0 : volumeAt(model, hour, this.priceAt(model, hour));
  }

  /** The date of an all-time high or low: CoinGecko shifted all of them by 8 hours in mid-2026. */
  allTimeDate(at: number): number {
    return this.date < allTimeDatesShiftedOn ? at : at - 8 * msPerHour;
  }

  private modelOfBaseRank(baseRank: number): CoinModel {
    const { listing } = this;
    return this.modelOf(listing.indexOfPagePosition(listing.pagePositionOfBaseRank(baseRank)));
  }

  /** The logarithms of the move that coins share. */
  private sharedMoves(from: number, count: number, step: number): Float64Array {
    const key = `${from} ${count} ${step}`;
    const cached = this.marketMoves.get(key);
    if (cached) return cached;
    const moves = walk(this.seed ^ 0x7d, from, count, step).map((move) => marketStep * move);
    this.marketMoves.set(key, moves);
    return moves;
  }
}
