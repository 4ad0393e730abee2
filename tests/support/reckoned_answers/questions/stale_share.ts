import type { CsvMarket } from "../csv_market";
import { capOf, caps } from "../market_days";
import { sum } from "../numbers";
import type { Row } from "../row";

export function staleShare({ days }: CsvMarket): Row[] {
  return days.toReversed().map((day) => {
    const newestUpdate = Math.max(...day.coins.map(({ updated }) => updated ?? 0));
    const stale = day.coins.filter(
      ({ updated }) => updated === null || newestUpdate - updated > 24 * 3_600_000,
    );
    return {
      snapshot_date: day.date,
      stale_coins: stale.length,
      stale_percentage: (100 * stale.length) / day.coins.length,
      stale_market_cap_percentage: (100 * sum(stale.map(capOf))) / sum(caps(day)),
    };
  });
}
