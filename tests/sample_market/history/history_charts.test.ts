import { marketChartRequest } from "../../../pipelines/coingecko/history_requests";
import { requestUrl } from "../../../pipelines/coingecko/requests";
import { addDays } from "../../../pipelines/core/day";
import { chartGap } from "../../../pipelines/sample_market/history/chart_gaps";
import { msPerDay, msPerHour } from "../../../pipelines/sample_market/time";
import { answersOf } from "../answers_of";

const coins = 60;
const last = "2026-03-05";
const span = { first: addDays(last, -99), last, asked: { first: addDays(last, -99), last } };

type Series = [number, number | null][];

interface Chart {
  readonly prices: Series;
  readonly market_caps: Series;
  readonly total_volumes: Series;
}

/** The daily chart of a coin, as a market of a day gives it to market-history. */
function chartOf(date: string, id: string): Chart {
  const url = new URL(
    requestUrl("http://market", marketChartRequest({ vsCurrency: "usd" }, id, span)),
  );
  return answersOf(coins, date).json(
    decodeURIComponent(url.pathname.slice(1)),
    url.search,
  ) as Chart;
}

const { market, coins: elements } = answersOf(coins, last);
const ids = [...elements().keys()].filter((id) => market.coinOfId(id) !== null);
const charts = new Map(ids.map((id) => [id, chartOf(last, id)]));
const instants = (series: Series) => series.map(([at]) => at);
const isDayStart = (at: number) => at % msPerDay === 0;

describe("a coin's daily chart", () => {
  it("has the price that the coin had at each day's start, and then that of now", () => {
    for (const [id, { prices }] of charts) {
      expect(prices.slice(0, -1).filter(([at]) => !isDayStart(at))).toEqual([]);
      const now = elements("sparkline=true").get(id);
      expect(isDayStart(prices.at(-1)?.[0] ?? 0)).toBe(false);
      expect(prices.at(-1)?.[0]).toBeLessThanOrEqual(market.now);
      expect(now).toBeDefined();
    }
  });

  it.each([0, 1, 30, 64])("agrees with the snapshot of %i days before", (daysBefore) => {
    const date = addDays(last, -daysBefore);
    const day = answersOf(coins, date).coins("sparkline=true");
    let compared = 0;
    for (const [id, { prices }] of charts) {
      // A market shows the end of its day: its sparkline has the 24 hours from the day's start.
      const hours = day.get(id)?.sparkline_in_7d?.price ?? [];
      const price = prices.find(([at]) => at === Date.parse(date))?.[1];
      if (hours.length !== 168 || hours.includes(null) || price === undefined) continue;
      expect(price).toBe(hours.at(-24));
      compared++;
    }
    expect(compared).toBeGreaterThan(20);
  });

  it("begins when the coin is listed", () => {
    const late = [...charts].filter(
      ([, { prices }]) => (prices[0]?.[0] ?? 0) > Date.parse(span.first),
    );
    expect(late.length).toBeGreaterThan(0);
    for (const [id, { prices }] of late) {
      const coin = market.coinOfId(id);
      if (!coin || chartGap(coin, Date.parse(span.first))) continue;
      expect(prices[0]?.[0]).toBe(coin.model.listedAt * msPerHour);
    }
  });

  it("of some coins has gaps, and null values", () => {
    const withGaps = [...charts.values()].filter(({ prices, market_caps }) => {
      const days = instants(prices).filter(isDayStart);
      const length = ((days.at(-1) ?? 0) - (days[0] ?? 0)) / msPerDay + 1;
      return length > days.length && market_caps.some(([, cap]) => cap === null);
    });
    expect(withGaps.length).toBeGreaterThan(0);
    for (const { prices, market_caps, total_volumes } of charts.values()) {
      expect(instants(market_caps)).toEqual(instants(prices));
      expect(instants(total_volumes)).toEqual(instants(prices));
    }
  });
});
