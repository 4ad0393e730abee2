import type { CsvMarket } from "../csv_market";
import { caps } from "../market_days";
import { sum } from "../numbers";
import type { Row } from "../row";

export function marketConcentration({ days }: CsvMarket): Row[] {
  return days.toReversed().map((day) => {
    const shares = caps(day).map((cap) => (100 * cap) / sum(caps(day)));
    const index = sum(shares.map((share) => share ** 2));
    return { snapshot_date: day.date, coins: shares.length, herfindahl_index: index };
  });
}
