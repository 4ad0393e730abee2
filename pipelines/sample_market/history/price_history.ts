import { pricesIn } from "../market/price_series";
import type { SampleCoin, SampleMarket } from "../market/sample_market";
import { supplyOn, volumeAt } from "../prices/coin_model";
import { hoursPerDay, msPerHour } from "../time";

export interface PricePoint {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly price: number;
  readonly marketCap: number;
  readonly volume: number;
}

/** Values in a currency at the multiples of `step` between two times, from when a coin was listed. */
export function pricePoints(
  market: SampleMarket,
  coin: SampleCoin,
  vsCurrency: string,
  from: number,
  to: number,
  step: number,
): PricePoint[] {
  const start = Math.ceil(Math.max(from, coin.model.listedAt * msPerHour) / step);
  const count = Math.max(0, Math.floor(to / step) - start + 1);
  const hoursPerStep = step / msPerHour;
  const prices = pricesIn(market, coin, vsCurrency, start * hoursPerStep, count, hoursPerStep);
  return Array.from(prices, (price, n) => pointOf(coin, price, (start + n) * step));
}

/** @param price at the time, in any currency. */
export function pointOf({ model }: SampleCoin, price: number, at: number): PricePoint {
  const hour = at / msPerHour;
  const supply = model.knownSupply ? supplyOn(model, Math.floor(hour / hoursPerDay)) : 0;
  return { at, price, marketCap: price * supply, volume: volumeAt(model, hour, price) };
}
