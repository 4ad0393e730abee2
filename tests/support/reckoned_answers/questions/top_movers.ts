import type { CsvMarket } from "../csv_market";
import { newest } from "../market_days";
import { byText } from "../orders";
import type { Row } from "../row";

export function topMovers(market: CsvMarket): Row[] {
  return newest(market)
    .coins.flatMap(({ id, rank, change }) =>
      rank !== null && rank <= 250 && change !== null
        ? [{ asset_id: id, price_change_percentage_24h: change }]
        : [],
    )
    .sort(
      (a, b) =>
        Math.abs(b.price_change_percentage_24h) - Math.abs(a.price_change_percentage_24h) ||
        byText(a, b),
    )
    .slice(0, 20);
}
