import { errorAnswer, type Answer } from "../answers/answer";
import { floatText } from "../answers/json_number";
import { imageUrl } from "../answers/market_element";
import type { SampleCoin, SampleMarket } from "../market/sample_market";
import { currencies } from "../prices/currencies";
import { msPerHour } from "../time";
import { beyondPublicHistory, historyLimitAnswer } from "./history_limit";
import { pricePoints, type PricePoint } from "./price_history";

/** /coins/{id}/history: the values at 00:00 UTC of a day. */
export function historyAnswer(
  market: SampleMarket,
  coin: SampleCoin,
  query: URLSearchParams,
  fullHistory: boolean,
): Answer {
  const date = query.get("date");
  if (!date) return errorAnswer(422, "Missing parameter date");
  const [, day = "", month = "", year = ""] = /^(\d\d)-(\d\d)-(\d{4})$/.exec(date) ?? [];
  const at = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
  if (Number.isNaN(at)) return errorAnswer(400, "invalid date");
  if (!fullHistory && beyondPublicHistory(market, at)) return historyLimitAnswer(market);

  const { id, symbol, name } = coin;
  const image = { thumb: imageUrl(coin, "thumb"), small: imageUrl(coin, "small") };
  const about = JSON.stringify({ id, symbol, name, image });
  const points = [...currencies.keys()].map((code) => {
    const [point] = pricePoints(market, coin, code, at, at, msPerHour);
    return { code, point };
  });
  // A day in the future, or before the coin was listed, has no values: CoinGecko omits them.
  if (at > market.now || points.some(({ point }) => point === undefined)) {
    return { status: 200, body: about, maxAge: 1800, coins: [coin.index] };
  }
  const inEveryCurrency = (value: (point: PricePoint) => number) =>
    `{${points.map(({ code, point }) => `"${code}":${floatText(point ? value(point) : 0)}`).join(",")}}`;
  const rest =
    `"market_data":{"current_price":${inEveryCurrency(({ price }) => price)},` +
    `"market_cap":${inEveryCurrency(({ marketCap }) => marketCap)},` +
    `"total_volume":${inEveryCurrency(({ volume }) => volume)}},` +
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
