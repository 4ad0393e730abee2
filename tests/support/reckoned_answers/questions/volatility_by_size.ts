import type { CsvMarket } from "../csv_market";
import { newest } from "../market_days";
import { mean } from "../numbers";
import { byText } from "../orders";
import type { Row } from "../row";

export function volatilityBySize(market: CsvMarket): Row[] {
  const coins = newest(market)
    .coins.flatMap(({ id, cap, price, volatility }) =>
      cap && price && volatility !== null ? [{ asset_id: id, cap, risk: volatility / price }] : [],
    )
    .sort((a, b) => b.cap - a.cap || byText(a, b));
  const [least, larger] = [Math.floor(coins.length / 10), coins.length % 10];
  return Array.from({ length: 10 }, (_, tenth) => {
    const from = tenth * least + Math.min(tenth, larger);
    const own = coins.slice(from, from + least + (tenth < larger ? 1 : 0));
    const risks = own.map(({ risk }) => risk).sort((a, b) => a - b);
    const middle = [Math.floor((own.length - 1) / 2), Math.ceil((own.length - 1) / 2)];
    return {
      size_decile: tenth + 1,
      coins: own.length,
      smallest_market_cap: own.at(-1)?.cap ?? null,
      median_volatility: mean(middle.map((at) => risks[at] ?? 0)),
      mean_volatility: mean(risks),
    };
  });
}
