import { errorAnswer, type Answer } from "./answer";
import { CURRENCIES } from "./currencies";
import { hash } from "./hash";
import { floatText } from "./json_number";
import { imageUrl } from "./market_element";
import { marketCapOfRank, prices } from "./market_values";
import { precisionOf } from "./markets_endpoint";
import type { SampleCoin, SampleMarket } from "./sample_market";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How far back anybody without a paid plan may ask. */
const PUBLIC_DAYS = 365;
/** What `days=max` is on a paid plan: the sample market has no beginning. */
const MOST_DAYS = 2000;

/** /coins/{id}/history: the value at 00:00 UTC of a day. */
export function historyAnswer(
  market: SampleMarket,
  coin: SampleCoin,
  query: URLSearchParams,
  wholeHistory: boolean,
): Answer {
  const date = query.get("date");
  if (!date) return errorAnswer(422, "Missing parameter date");
  const [, day = "", month = "", year = ""] = /^(\d\d)-(\d\d)-(\d{4})$/.exec(date) ?? [];
  const at = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
  if (Number.isNaN(at)) return errorAnswer(400, "invalid date");
  if (!wholeHistory && at < market.now - PUBLIC_DAYS * DAY) return tooLongAgo(market);

  const { id, symbol, name } = coin;
  const image = { thumb: imageUrl(coin, "thumb"), small: imageUrl(coin, "small") };
  const about = JSON.stringify({ id, symbol, name, image });
  // A day that is still to come has no figures: CoinGecko then leaves them out.
  if (at > market.now) return { status: 200, body: about, maxAge: 1800, coins: [coin.index] };
  const point = figures(market, coin, at, at, HOUR)[0];
  const parts = Object.entries({
    current_price: point?.price ?? 0,
    market_cap: point?.marketCap ?? 0,
    total_volume: point?.volume ?? 0,
  }).map(([name, dollars]) => {
    const values = [...CURRENCIES].map(([code, rate]) => `"${code}":${floatText(dollars * rate)}`);
    return `"${name}":{${values.join(",")}}`;
  });
  const rest =
    `"market_data":{${parts.join(",")}},` +
    `"community_data":{"facebook_likes":null,"reddit_average_posts_48h":0.0,` +
    `"reddit_average_comments_48h":0.0,"reddit_subscribers":null,"reddit_accounts_active_48h":null},` +
    `"developer_data":{"forks":null,"stars":null,"subscribers":null,"total_issues":null,` +
    `"closed_issues":null,"pull_requests_merged":null,"pull_request_contributors":null,` +
    `"code_additions_deletions_4_weeks":{"additions":null,"deletions":null},` +
    `"commit_count_4_weeks":null},"public_interest_stats":{"alexa_rank":null,"bing_matches":null}`;
  return {
    status: 200,
    body: `${about.slice(0, -1)},${rest}}`,
    maxAge: 1800,
    coins: [coin.index],
  };
}

/** /coins/{id}/market_chart: the last `days` days, up to now. */
export function marketChartAnswer(
  market: SampleMarket,
  coin: SampleCoin,
  query: URLSearchParams,
  wholeHistory: boolean,
): Answer {
  const wanted = query.get("days");
  if (!wanted) return errorAnswer(422, "Missing parameter days");
  const days = wanted === "max" ? MOST_DAYS : Number(wanted);
  if (!(days > 0)) return errorAnswer(422, "invalid days");
  if (!wholeHistory && days > PUBLIC_DAYS) return tooLongAgo(market);
  const from = market.now - Math.min(days, MOST_DAYS) * DAY;
  return chart(market, coin, query, from, market.now);
}

/** /coins/{id}/market_chart/range: between two moments, in seconds since 1970. */
export function marketChartRangeAnswer(
  market: SampleMarket,
  coin: SampleCoin,
  query: URLSearchParams,
  wholeHistory: boolean,
): Answer {
  for (const name of ["from", "to"]) {
    if (!query.get(name)) return errorAnswer(422, `Missing parameter ${name}`);
  }
  const from = Number(query.get("from")) * 1000;
  const to = Math.min(Number(query.get("to")) * 1000, market.now);
  if (Number.isNaN(from) || Number.isNaN(to)) return errorAnswer(422, "invalid range");
  if (!wholeHistory && from < market.now - PUBLIC_DAYS * DAY - HOUR) return tooLongAgo(market);
  return chart(market, coin, query, Math.max(from, market.now - MOST_DAYS * DAY), to);
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
  const rate = CURRENCIES.get(vsCurrency.toLowerCase());
  if (rate === undefined) return errorAnswer(422, "invalid vs_currency");

  const points = figures(market, coin, from, to, stepOf(to - from, query.get("interval")));
  const precision = precisionOf(query);
  const round = (price: number) =>
    typeof precision === "number" ? Number(price.toFixed(precision)) : price;
  const series = (value: (point: Point) => number) =>
    `[${points.map((point) => `[${point.at},${floatText(value(point))}]`).join(",")}]`;
  const body =
    `{"prices":${series(({ price }) => round(price * rate))},` +
    `"market_caps":${series(({ marketCap }) => marketCap * rate)},` +
    `"total_volumes":${series(({ volume }) => volume * rate)}}`;
  return { status: 200, body, maxAge: 60, coins: [coin.index] };
}

/** Up to a day every 5 minutes, up to 90 days every hour, above that every day. */
function stepOf(length: number, interval: string | null): number {
  if (interval === "daily" || length > 90 * DAY) return DAY;
  return interval === "hourly" || length > DAY ? HOUR : HOUR / 12;
}

interface Point {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly price: number;
  readonly marketCap: number;
  readonly volume: number;
}

/** In US dollars, at the full steps from one moment to another: the market's own prices. */
function figures(
  market: SampleMarket,
  coin: SampleCoin,
  from: number,
  to: number,
  step: number,
): Point[] {
  const start = Math.ceil(from / step);
  const count = Math.max(0, Math.floor(to / step) - start + 1);
  const capNow = marketCapOfRank(market.rankOf(coin), market.hour);
  const priceNow = market.lastPrices(coin, 1)[0] ?? 1;
  const series = prices(coin.prices, (start * step) / HOUR, count, step / HOUR);
  return Array.from(series, (price, n) => ({
    at: (start + n) * step,
    price,
    marketCap: (capNow * price) / priceNow,
    volume: (capNow * price * (80 + (hash(coin.prices.seed, start + n) % 40))) / (priceNow * 2500),
  }));
}

function tooLongAgo(market: SampleMarket): Answer {
  const status = {
    timestamp: new Date(market.now).toISOString().replace("Z", "+00:00"),
    error_code: 10012,
    error_message:
      "Your request exceeds the allowed time range. Public API users are limited to querying " +
      `historical data within the past ${PUBLIC_DAYS} days.`,
  };
  return { status: 401, body: JSON.stringify({ error: { status } }) };
}
