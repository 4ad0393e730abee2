import { errorAnswer, type Answer } from "../answers/answer";
import { floatText } from "../answers/json_number";
import { lastUpdated } from "../answers/market_element";
import { precisionOf } from "../answers/markets_endpoint";
import { lastPricesIn } from "../market/price_series";
import type { SampleCoin, SampleMarket } from "../market/sample_market";
import { currencies } from "../prices/currencies";
import { msPerDay, msPerHour } from "../time";
import { chartGap } from "./chart_gaps";
import { beyondPublicHistory, historyLimitAnswer, publicHistoryDays } from "./history_limit";
import { pointOf, pricePoints, type PricePoint } from "./price_history";

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
  const vsCurrency = query.get("vs_currency")?.toLowerCase();
  if (!vsCurrency) return errorAnswer(422, "Missing parameter vs_currency");
  if (!currencies.has(vsCurrency)) return errorAnswer(422, "invalid vs_currency");

  const step = stepOf(to - from, query.get("interval"));
  const isDaily = step === msPerDay;
  const gapAt = (at: number) => (isDaily ? chartGap(coin, at) : null);
  const points = pricePoints(market, coin, vsCurrency, from, to, step).filter(
    ({ at }) => gapAt(at) !== "point",
  );
  // CoinGecko's daily series end with the current value, between two days.
  if (isDaily && to === market.now) {
    const [price = 0] = lastPricesIn(market, coin, vsCurrency, 1);
    points.push({
      ...pointOf(coin, price, market.hour * msPerHour),
      at: lastUpdated(market, coin),
    });
  }
  const precision = precisionOf(query);
  const round = (price: number) =>
    typeof precision === "number" ? Number(price.toFixed(precision)) : price;
  const series = (value: (point: PricePoint) => number | null) => {
    const texts = points.map((point) => {
      const number = value(point);
      return `[${point.at},${number === null ? "null" : floatText(number)}]`;
    });
    return `[${texts.join(",")}]`;
  };
  const knownCap = ({ at, marketCap }: PricePoint) =>
    gapAt(at) === "market cap" ? null : marketCap;
  const body =
    `{"prices":${series(({ price }) => round(price))},` +
    `"market_caps":${series(knownCap)},` +
    `"total_volumes":${series(({ volume }) => volume)}}`;
  return { status: 200, body, maxAge: 60, coins: [coin.index] };
}

/** The interval of points: 5 minutes up to a day, an hour up to 90 days, a day above that. */
function stepOf(length: number, interval: string | null): number {
  if (interval === "daily" || length > 90 * msPerDay) return msPerDay;
  return interval === "hourly" || length > msPerDay ? msPerHour : msPerHour / 12;
}
