import { hash, unit } from "../hash";
import { hoursPerDay, msPerDay } from "../time";
import { maxMove, roundSupply, supplyOn, volumeAt, type CoinModel } from "./coin_model";

/** The values of a coin on a market page, in the page's currency, before rounding. */
export interface MarketValues {
  readonly price: number;
  readonly high: number;
  readonly low: number;
  /** The price 24 hours before; null for a coin that was not listed then. */
  readonly dayBefore: number | null;
  /** 0 where the supply is unknown, as the circulating supply. */
  readonly marketCap: number;
  readonly marketCapDayBefore: number | null;
  readonly volume: number;
  readonly circulatingSupply: number;
  readonly totalSupply: number;
  readonly maxSupply: number | null;
}

/**
 * @param hour of the newest price.
 * @param hours hourly prices of the last 25 hours or more, oldest first; fewer for a new coin.
 */
export function marketValues(model: CoinModel, hour: number, hours: Float64Array): MarketValues {
  const price = hours.at(-1) ?? 0;
  const lastDay = hours.subarray(-hoursPerDay - 1);
  const dayBefore = lastDay.length > hoursPerDay ? (lastDay[0] ?? null) : null;
  const day = Math.floor(hour / hoursPerDay);
  const supply = supplyOn(model, day);
  const circulatingSupply = model.knownSupply ? supply : 0;
  const supplyDayBefore = model.knownSupply ? supplyOn(model, day - 1) : 0;
  const reserve = model.seed % 3 === 1 ? 0 : unit(model.seed, 4);
  const totalSupply = roundSupply(Math.max(supply, model.finalSupply) * (1 + reserve), model.seed);
  return {
    price,
    high: Math.max(...lastDay),
    low: Math.min(...lastDay),
    dayBefore,
    marketCap: price * circulatingSupply,
    marketCapDayBefore: dayBefore === null ? null : dayBefore * supplyDayBefore,
    volume: volumeAt(model, hour, price),
    circulatingSupply,
    totalSupply,
    maxSupply: hash(model.seed, 5) % 2 === 0 ? null : totalSupply,
  };
}

/** An all-time high or low in US dollars. */
export interface Extreme {
  readonly price: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Beyond all prices that a coin can have. */
export function allTimeHigh(model: CoinModel): Extreme {
  const move = maxMove(model) * (1.01 + unit(model.seed, 6));
  return { price: model.basePrice * Math.exp(move), at: longAgo(hash(model.seed, 7)) };
}

/** Below all prices that a coin can have. */
export function allTimeLow(model: CoinModel): Extreme {
  const move = maxMove(model) * (1.01 + unit(model.seed, 8));
  return { price: model.basePrice * Math.exp(-move), at: longAgo(hash(model.seed, 9)) };
}

/** A time in the years 2013 to 2021, as a function of the number; one in four is a midnight. */
function longAgo(own: number): number {
  const at = Date.UTC(2013, 0, 1) + (own / 2 ** 32) * 9 * 365 * msPerDay;
  return Math.floor(at / msPerDay) * msPerDay + (own % 4 === 0 ? 0 : own % msPerDay);
}
