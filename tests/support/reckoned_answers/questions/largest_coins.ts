import type { CsvMarket } from "../csv_market";
import { newest } from "../market_days";
import { byRank } from "../orders";
import type { Row } from "../row";

export function largestCoins(market: CsvMarket): Row[] {
  return newest(market)
    .coins.map(({ id, rank, cap }) => ({ asset_id: id, market_cap_rank: rank, market_cap: cap }))
    .sort(byRank)
    .slice(0, 20);
}
