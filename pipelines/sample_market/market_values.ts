import { hoursPerDay, msPerDay } from "./time";
import { hash, unit } from "./hash";
import type { MarketOddity } from "./market_oddities";
import { maxWalkDistance, walk } from "./price_walk";

/** How a coin's price moves, in US dollars; times are hours since 1970. */
export interface PriceModel {
  /** The geometric mean of the coin's price range. */
  readonly base: number;
  /** The usual relative move in an hour; 0 for a price that never moves. */
  readonly step: number;
  readonly seed: number;
}

/**
 * @param baseRank the coin's long-term size: its price is the market capitalisation of that rank over a
 * plausible supply of a million to a trillion coins.
 */
export function priceModel(
  seed: number,
  index: number,
  baseRank: number,
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
          : usualMarketCap(baseRank) / supply,
    step: oddity === "flat sparkline" ? 0 : stable ? 2e-5 : 0.002 + 0.012 * unit(own, 3) ** 2,
    seed: own,
  };
}

/** Prices at `from`, `from + step`, ... */
export function prices(model: PriceModel, from: number, count: number, step = 1): Float64Array {
  return walk(model.seed, from, count, step).map((at) => model.base * Math.exp(model.step * at));
}

/** The values of a coin on a market page, in US dollars, before rounding. */
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
 * @param hours hourly prices of the last day or more, oldest first.
 */
export function marketValues(
  model: PriceModel,
  rank: number,
  volumeRank: number,
  hour: number,
  hours: Float64Array,
): MarketValues {
  const price = hours.at(-1) ?? 0;
  const day = hours.subarray(-hoursPerDay - 1);
  const dayBefore = day[0] ?? price;
  const marketCap = marketCapOfRank(rank, hour);
  const circulatingSupply = Math.max(1, roundSupply(marketCap / price, model.seed));
  const totalSupply = roundSupply(circulatingSupply * (1 + unit(model.seed, 4)), model.seed);
  const extreme = model.step * maxWalkDistance;
  return {
    price,
    high: Math.max(...day),
    low: Math.min(...day),
    dayBefore,
    marketCap,
    // With constant supply: only the price changed.
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

/** The market capitalisation of a rank: strictly decreasing with the rank at any one time. */
export function marketCapOfRank(rank: number, hour: number): number {
  const marketFactor = 1 + 0.002 * (walk(0x7d, hour, 1)[0] ?? 0);
  return marketFactor * usualMarketCap(rank);
}

/** 2 trillion dollars for the first rank, 30 billion for the 16th, 20 million for the 1,000th. */
function usualMarketCap(rank: number): number {
  const size = Math.log10(rank + 1);
  return 10 ** (12.3 - 1.3 * size - 0.12 * size ** 2);
}

/** Every third supply has decimals. */
function roundSupply(supply: number, own: number): number {
  return own % 3 === 0 && supply < 1e9 ? Math.round(supply * 1e4) / 1e4 : Math.round(supply);
}

/** A time in the years 2013 to 2021, as a function of the number; one in four is a midnight. */
function longAgo(own: number): number {
  const at = Date.UTC(2013, 0, 1) + (own / 2 ** 32) * 9 * 365 * msPerDay;
  return Math.floor(at / msPerDay) * msPerDay + (own % 4 === 0 ? 0 : own % msPerDay);
}
