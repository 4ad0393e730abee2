import { hash, unit } from "./hash";
import type { MarketOddity } from "./market_oddities";
import { FURTHEST, walk } from "./price_walk";

const DAY = 24;

/** How a coin's price moves, in US dollars; times are hours since 1970. */
export interface PriceModel {
  /** The middle of all prices that the coin can ever have. */
  readonly base: number;
  /** The usual relative move in an hour; 0 for a price that never moves. */
  readonly step: number;
  readonly seed: number;
}

/**
 * @param standing what the coin is worth: from its usual rank and a plausible number of coins, a
 * million to a trillion, comes its price.
 */
export function priceModel(
  seed: number,
  index: number,
  standing: number,
  oddity?: MarketOddity,
): PriceModel {
  const own = hash(seed ^ 0x3c, index);
  const stable = own % 16 === 0;
  const supply = 10 ** (6 + 6 * unit(own, 2));
  return {
    base:
      oddity === "price below 1e-9"
        ? 10 ** (-12 + 2 * unit(own, 1))
        : stable
          ? 1
          : usualMarketCap(standing) / supply,
    step: oddity === "flat sparkline" ? 0 : stable ? 2e-5 : 0.002 + 0.012 * unit(own, 3) ** 2,
    seed: own,
  };
}

/** Prices at `from`, `from + step`, ... */
export function prices(model: PriceModel, from: number, count: number, step = 1): Float64Array {
  return walk(model.seed, from, count, step).map((at) => model.base * Math.exp(model.step * at));
}

/** All that a market page tells of a coin, in US dollars, before rounding. */
export interface MarketValues {
  readonly price: number;
  readonly high: number;
  readonly low: number;
  readonly dayBefore: number;
  readonly marketCap: number;
  readonly marketCapDayBefore: number;
  readonly volume: number;
  readonly circulatingSupply: number;
  readonly totalSupply: number;
  readonly maxSupply: number | null;
  readonly ath: number;
  /** Milliseconds since 1970. */
  readonly athDate: number;
  readonly atl: number;
  readonly atlDate: number;
}

/**
 * @param rank by market capitalisation, from 0. @param volumeRank likewise.
 * @param hours the last hourly prices, a day's at least, the newest last.
 */
export function marketValues(
  model: PriceModel,
  rank: number,
  volumeRank: number,
  hour: number,
  hours: Float64Array,
): MarketValues {
  const price = hours.at(-1) ?? 0;
  const day = hours.subarray(-DAY - 1);
  const dayBefore = day[0] ?? price;
  const marketCap = marketCapOfRank(rank, hour);
  const circulatingSupply = Math.max(1, roundSupply(marketCap / price, model.seed));
  const totalSupply = roundSupply(circulatingSupply * (1 + unit(model.seed, 4)), model.seed);
  const extreme = model.step * FURTHEST;
  return {
    price,
    high: Math.max(...day),
    low: Math.min(...day),
    dayBefore,
    marketCap,
    // As if no coin had been made or burnt since: the price alone moved it.
    marketCapDayBefore: (marketCap * dayBefore) / price,
    volume: marketCapOfRank(volumeRank, hour) * 0.04,
    circulatingSupply,
    totalSupply,
    maxSupply: hash(model.seed, 5) % 2 === 0 ? null : totalSupply,
    ath: model.base * Math.exp(extreme * (1.01 + unit(model.seed, 6))),
    athDate: longAgo(hash(model.seed, 7)),
    atl: model.base * Math.exp(-extreme * (1.01 + unit(model.seed, 8))),
    atlDate: longAgo(hash(model.seed, 9)),
  };
}

/** A coin's market capitalisation: the higher the rank, the smaller, at any one time. */
export function marketCapOfRank(rank: number, hour: number): number {
  const tide = 1 + 0.002 * (walk(0x7d, hour, 1)[0] ?? 0);
  return tide * usualMarketCap(rank);
}

/** Two trillion dollars for the first, 30 billion for the 16th, 20 million for the 1,000th. */
function usualMarketCap(rank: number): number {
  const size = Math.log10(rank + 1);
  return 10 ** (12.3 - 1.3 * size - 0.12 * size ** 2);
}

/** Every third supply has decimals. */
function roundSupply(supply: number, own: number): number {
  return own % 3 === 0 && supply < 1e9 ? Math.round(supply * 1e4) / 1e4 : Math.round(supply);
}

/** A moment in the years 2013 to 2021, a function of the number alone; every fourth is a midnight. */
function longAgo(own: number): number {
  const day = 86_400_000;
  const at = Date.UTC(2013, 0, 1) + (own / 2 ** 32) * 9 * 365 * day;
  return Math.floor(at / day) * day + (own % 4 === 0 ? 0 : own % day);
}
