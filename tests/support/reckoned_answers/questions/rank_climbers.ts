import type { CsvMarket } from "../csv_market";
import { comparedWith, newest } from "../market_days";
import { byText } from "../orders";
import type { Row } from "../row";

export function rankClimbers(market: CsvMarket): Row[] {
  const then = comparedWith(market, 30);
  return newest(market)
    .coins.flatMap(({ id, rank }) => {
      const before = then.byId.get(id)?.rank ?? null;
      if (rank === null || rank > 1000 || before === null || before <= rank) return [];
      const climbed = before - rank;
      return [{ asset_id: id, compared_with: then.date, rank, ranks_climbed: climbed }];
    })
    .sort((a, b) => b.ranks_climbed - a.ranks_climbed || a.rank - b.rank || byText(a, b))
    .slice(0, 20)
    .map(({ rank, ...row }) => ({ ...row, market_cap_rank: rank }));
}
