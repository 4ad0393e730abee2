import { hash } from "./hash";
import { marketCapOfRank, prices } from "./market_values";
import type { SampleCoin, SampleMarket } from "./sample_market";
import { msPerHour } from "./time";

export interface PricePoint {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly price: number;
  readonly marketCap: number;
  readonly volume: number;
}

/** Values in US dollars at the multiples of `step` between two times, from the market's own prices. */
export function pricePoints(
  market: SampleMarket,
  coin: SampleCoin,
  from: number,
  to: number,
  step: number,
): PricePoint[] {
  const start = Math.ceil(from / step);
  const count = Math.max(0, Math.floor(to / step) - start + 1);
  const capNow = marketCapOfRank(market.rankOf(coin), market.hour);
  const priceNow = market.lastPrices(coin, 1)[0] ?? 1;
  const series = prices(coin.prices, (start * step) / msPerHour, count, step / msPerHour);
  return Array.from(series, (price, n) => ({
    at: (start + n) * step,
    price,
    marketCap: (capNow * price) / priceNow,
    volume: (capNow * price * (80 + (hash(coin.prices.seed, start + n) % 40))) / (priceNow * 2500),
  }));
}
