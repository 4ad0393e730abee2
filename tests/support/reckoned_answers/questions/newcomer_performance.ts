import type { CsvMarket } from "../csv_market";
import { largestId, newest } from "../market_days";
import { percentage } from "../numbers";
import { byRank, compare } from "../orders";
import type { Row } from "../row";

export function newcomerPerformance(market: CsvMarket): Row[] {
  const benchmark = largestId(market);
  const known = new Set(market.days[0]?.byId.keys());
  return market.days
    .flatMap((day) => day.coins.map((coin) => ({ day, coin })))
    .filter(({ coin }) => !known.has(coin.id) && known.add(coin.id))
    .map(({ day, coin }) => {
      const now = newest(market).byId.get(coin.id);
      const change = (id: string) =>
        percentage(day.byId.get(id)?.price, newest(market).byId.get(id)?.price);
      return {
        asset_id: coin.id,
        first_seen_date: day.date,
        price_change_percentage: change(coin.id),
        benchmark_change_percentage: change(benchmark),
        market_cap_rank: now?.rank ?? null,
      };
    })
    .sort((a, b) => -compare(a.first_seen_date, b.first_seen_date) || byRank(a, b))
    .slice(0, 50);
}
