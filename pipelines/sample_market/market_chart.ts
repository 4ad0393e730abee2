import { errorAnswer, type Answer } from "./answer";
import { currencies } from "./currencies";
import { beyondPublicHistory, historyLimitAnswer, publicHistoryDays } from "./history_limit";
import { floatText } from "./json_number";
import { precisionOf } from "./markets_endpoint";
import { pricePoints, type PricePoint } from "./price_history";
import type { SampleCoin, SampleMarket } from "./sample_market";
import { msPerDay, msPerHour } from "./time";

/** The length of `days=max` on a paid plan: the sample market has no first day. */
const maxHistoryDays = 2000;

/** /coins/{id}/market_chart: the last `days` days, up to now. */
export function marketChartAnswer(
  market: SampleMarket,
  coin: SampleCoin,
  query: URLSearchParams,
  fullHistory: boolean,
): Answer {
  const wanted = query.get("days");
  if (!wanted) return errorAnswer(422, "Missing parameter days");
  const days = wanted === "max" ? maxHistoryDays : Number(wanted);
  if (!(days > 0)) return errorAnswer(422, "invalid days");
  if (!fullHistory && days > publicHistoryDays) return historyLimitAnswer(market);
  const from = market.now - Math.min(days, maxHistoryDays) * msPerDay;
  return chart(market, coin, query, from, market.now);
}

/** /coins/{id}/market_chart/range: between two times, in seconds since 1970. */
export function marketChartRangeAnswer(
  market: SampleMarket,
  coin: SampleCoin,
  query: URLSearchParams,
  fullHistory: boolean,
): Answer {
  for (const name of ["from", "to"]) {
    if (!query.get(name)) return errorAnswer(422, `Missing parameter ${name}`);
  }
  const from = Number(query.get("from")) * 1000;
  const to = Math.min(Number(query.get("to")) * 1000, market.now);
  if (Number.isNaN(from) || Number.isNaN(to)) return errorAnswer(422, "invalid range");
  if (!fullHistory && beyondPublicHistory(market, from + msPerHour))
    return historyLimitAnswer(market);
  return chart(market, coin, query, Math.max(from, market.now - maxHistoryDays * msPerDay), to);
}

function chart(
  market: SampleMarket,
  coin: SampleCoin,
  query: URLSearchParams,
  from: number,
  to: number,
): Answer {
  const vsCurrency = query.get("vs_currency");
  if (!vsCurrency) return errorAnswer(422, "Missing parameter vs_currency");
  const rate = currencies.get(vsCurrency.toLowerCase());
  if (rate === undefined) return errorAnswer(422, "invalid vs_currency");

  const points = pricePoints(market, coin, from, to, stepOf(to - from, query.get("interval")));
  const precision = precisionOf(query);
  const round = (price: number) =>
    typeof precision === "number" ? Number(price.toFixed(precision)) : price;
  const series = (value: (point: PricePoint) => number) =>
    `[${points.map((point) => `[${point.at},${floatText(value(point))}]`).join(",")}]`;
  const body =
    `{"prices":${series(({ price }) => round(price * rate))},` +
    `"market_caps":${series(({ marketCap }) => marketCap * rate)},` +
    `"total_volumes":${series(({ volume }) => volume * rate)}}`;
  return { status: 200, body, maxAge: 60, coins: [coin.index] };
}

/** The interval of points: 5 minutes up to a day, an hour up to 90 days, a day above that. */
function stepOf(length: number, interval: string | null): number {
  if (interval === "daily" || length > 90 * msPerDay) return msPerDay;
  return interval === "hourly" || length > msPerDay ? msPerHour : msPerHour / 12;
}
