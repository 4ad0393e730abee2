import type { CsvMarket } from "../csv_market";
import { capOf, caps, newest } from "../market_days";
import { sum } from "../numbers";
import type { Row } from "../row";

export function survivorship(market: CsvMarket): Row[] {
  return market.days
    .slice(0, -1)
    .toReversed()
    .map((day) => {
      const survivors = day.coins.filter(({ id }) => newest(market).byId.has(id));
      return {
        snapshot_date: day.date,
        days_ago: (Date.parse(newest(market).date) - Date.parse(day.date)) / 86_400_000,
        coins: day.coins.length,
        survivors: survivors.length,
        surviving_market_cap_percentage: (100 * sum(survivors.map(capOf))) / sum(caps(day)),
      };
    });
}
