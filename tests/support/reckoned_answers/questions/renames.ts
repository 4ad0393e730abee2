import type { Coin, CsvMarket } from "../csv_market";
import { newest } from "../market_days";
import { byRank, compare } from "../orders";
import type { Row } from "../row";

export function renames(market: CsvMarket): Row[] {
  const last = new Map<string, Coin>();
  const rows: { renamed_on: string; coin: Coin; before: Coin }[] = [];
  for (const { date, coins } of market.days) {
    for (const coin of coins) {
      const before = last.get(coin.id);
      if (before && (before.name !== coin.name || before.symbol !== coin.symbol)) {
        rows.push({ renamed_on: date, coin, before });
      }
      last.set(coin.id, coin);
    }
  }
  return rows
    .map(({ renamed_on, coin, before }) => ({
      renamed_on,
      asset_id: coin.id,
      name_before: before.name,
      name: coin.name,
      market_cap_rank: newest(market).byId.get(coin.id)?.rank ?? null,
    }))
    .sort((a, b) => -compare(a.renamed_on, b.renamed_on) || byRank(a, b));
}
