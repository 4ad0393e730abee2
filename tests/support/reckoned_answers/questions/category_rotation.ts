import type { Coin, CsvMarket, Day } from "../csv_market";
import { capOf, caps, comparedWith, newest } from "../market_days";
import { sum } from "../numbers";
import type { Row } from "../row";

export function categoryRotation(market: CsvMarket): Row[] {
  const categories = new Map(market.assets.map((one) => [one.asset_id, one.category ?? ""]));
  const categoryOf = ({ id }: Coin) => categories.get(id) ?? "";
  const then = comparedWith(market, 7);
  const shareIn = (day: Day, category: string) =>
    (100 * sum(day.coins.filter((coin) => categoryOf(coin) === category).map(capOf))) /
    sum(caps(day));
  return [...new Set(market.days.flatMap(({ coins }) => coins.map(categoryOf)))]
    .filter((category) =>
      [then, newest(market)].some(({ coins }) =>
        coins.some((coin) => categoryOf(coin) === category),
      ),
    )
    .map((category) => ({
      category: category || null,
      compared_with: then.date,
      coins: newest(market).coins.filter((coin) => categoryOf(coin) === category).length,
      share_change: shareIn(newest(market), category) - shareIn(then, category),
    }))
    .sort((a, b) => Math.abs(b.share_change) - Math.abs(a.share_change))
    .slice(0, 20);
}
