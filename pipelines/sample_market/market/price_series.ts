import type { SampleCoin, SampleMarket } from "./sample_market";

/** Prices in a currency at `from`, `from + step`, ... in hours since 1970. */
export function pricesIn(
  market: SampleMarket,
  coin: SampleCoin,
  vsCurrency: string,
  from: number,
  count: number,
  step = 1,
): Float64Array {
  const prices = market.prices(coin.model, from, count, step);
  const rates = market.rates.perDollar(vsCurrency, from, count, step);
  return rates ? prices.map((price, n) => price * (rates[n] ?? 1)) : prices;
}

/** One price in a currency: bit for bit as in `pricesIn`. */
export function priceIn(
  market: SampleMarket,
  coin: SampleCoin,
  vsCurrency: string,
  hour: number,
): number {
  return market.priceAt(coin.model, hour) * market.rates.perDollarAt(vsCurrency, hour);
}

/** Hourly prices up to the market's current hour, oldest first; fewer for a new coin. */
export function lastPricesIn(
  market: SampleMarket,
  coin: SampleCoin,
  vsCurrency: string,
  hours: number,
): Float64Array {
  const from = Math.max(market.hour - hours + 1, coin.model.listedAt);
  return pricesIn(market, coin, vsCurrency, from, market.hour - from + 1);
}
