import type { Coin, CsvMarket, Day } from "../csv_market";
import { newest } from "../market_days";
import { quotient } from "../numbers";
import type { Row } from "../row";

export function pricesInEuro(market: CsvMarket): Row[] {
  const before = market.days.at(-2);
  const inEuro = (day: Day, coin: Coin) =>
    (coin.price ?? 0) * quotient(day.rates.get("eur") ?? 0, day.rates.get(coin.currency) ?? 0);
  return newest(market)
    .coins.flatMap((coin) => {
      const earlier = before?.byId.get(coin.id);
      if (coin.rank === null || !earlier || !before) return [];
      const price = inEuro(newest(market), coin);
      const change = 100 * (quotient(price, inEuro(before, earlier)) - 1);
      return [
        { market_cap_rank: coin.rank, price_in_euro: price, change_in_euro_percentage: change },
      ];
    })
    .sort((a, b) => a.market_cap_rank - b.market_cap_rank)
    .slice(0, 20);
}
