import type { CsvMarket } from "../csv_market";
import { newest } from "../market_days";
import { byText } from "../orders";
import type { Row } from "../row";

export function mostVolatile(market: CsvMarket): Row[] {
  return newest(market)
    .coins.flatMap(({ id, rank, price, volatility }) =>
      rank !== null && rank <= 250 && price && volatility !== null
        ? [{ asset_id: id, relative_volatility: volatility / price }]
        : [],
    )
    .sort((a, b) => b.relative_volatility - a.relative_volatility || byText(a, b))
    .slice(0, 20);
}
