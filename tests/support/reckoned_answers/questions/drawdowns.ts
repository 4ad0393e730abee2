import type { CsvMarket } from "../csv_market";
import { newest } from "../market_days";
import { quotient } from "../numbers";
import { byText } from "../orders";
import type { Row } from "../row";

export function drawdowns(market: CsvMarket): Row[] {
  return newest(market)
    .coins.filter(({ rank, price }) => rank !== null && rank <= 100 && price !== null)
    .map(({ id, price }) => {
      let [high, highDate, deepest] = [0, "", 1];
      for (const { date, byId } of market.days) {
        const now = byId.get(id)?.price;
        if (now == null) continue;
        if (now > high) [high, highDate] = [now, date];
        deepest = Math.min(deepest, now / high);
      }
      return {
        asset_id: id,
        highest_price: high,
        highest_date: highDate,
        drawdown_percentage: 100 * (quotient(price ?? 0, high) - 1),
        deepest_drawdown_percentage: 100 * (deepest - 1),
      };
    })
    .sort((a, b) => a.drawdown_percentage - b.drawdown_percentage || byText(a, b));
}
