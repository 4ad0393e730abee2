import fc from "fast-check";
import { timeFrames } from "../../pipelines/sample_market/answers/market_element";
import { answersOf, dayAfter, type Answers } from "./answers_of";
import type { Element } from "./ask";

const markets = fc.record({
  coins: fc.integer({ min: 60, max: 200 }),
  seed: fc.integer({ min: 0, max: 1000 }),
  date: fc.integer({ min: 12_000, max: 30_000 }).map((day) => dayAfter("1970-01-01", day)),
});
const few = { seed: 1, numRuns: 4 };

/** Elements without an oddity of their values. */
function plainCoins({ market, coins }: Answers, query = ""): [string, Element][] {
  return [...coins(query)].filter(([id]) => market.coinOfId(id)?.oddity === undefined);
}

const number = (element: Element | undefined, field: string) => Number(element?.[field]);

describe("the values of the sample market", () => {
  it("have market caps of price times supply", () => {
    fc.assert(
      fc.property(markets, ({ coins, seed, date }) => {
        const plain = plainCoins(answersOf(coins, date, seed));
        expect(plain.length).toBeGreaterThan(coins / 3);
        for (const [, coin] of plain) {
          const cap = number(coin, "current_price") * number(coin, "circulating_supply");
          expect(Math.abs(number(coin, "market_cap") - cap)).toBeLessThanOrEqual(0.5 + cap * 1e-15);
        }
      }),
      few,
    );
  });

  it("change from day to day as the fields of 24 hours say", () => {
    fc.assert(
      fc.property(markets, ({ coins, seed, date }) => {
        const yesterday = answersOf(coins, date, seed).coins();
        let compared = 0;
        for (const [id, coin] of plainCoins(answersOf(coins, dayAfter(date, 1), seed))) {
          const before = yesterday.get(id);
          if (!before) {
            expect(coin.price_change_24h).toBeNull();
            continue;
          }
          compared++;
          const price = number(before, "current_price");
          const change = number(coin, "current_price") - price;
          expect(coin.price_change_24h).toBe(change);
          expect(number(coin, "price_change_percentage_24h")).toBeCloseTo(
            (100 * change) / price,
            4,
          );
          const cap = number(before, "market_cap");
          const capChange = number(coin, "market_cap") - cap;
          const rounding = 1 + 1e-12 * cap;
          expect(Math.abs(number(coin, "market_cap_change_24h") - capChange)).toBeLessThan(
            rounding,
          );
          const supply = number(before, "circulating_supply");
          expect(Math.abs(number(coin, "circulating_supply") - supply)).toBeLessThanOrEqual(
            1 + supply * 1e-4,
          );
        }
        expect(compared).toBeGreaterThan(coins / 4);
      }),
      few,
    );
  });

  it("change over every window as against the stored day at its start", () => {
    const date = "2026-11-20";
    const now = plainCoins(
      answersOf(150, date),
      `price_change_percentage=${[...timeFrames.keys()].join(",")}`,
    );
    for (const [frame, hours] of timeFrames) {
      if (hours % 24 !== 0) continue;
      const before = answersOf(150, dayAfter(date, -hours / 24)).coins();
      let compared = 0;
      for (const [id, coin] of now) {
        const start = before.get(id);
        const change = coin[`price_change_percentage_${frame}_in_currency`];
        expect(change === null).toBe(start === undefined);
        if (start === undefined) continue;
        compared++;
        const price = number(start, "current_price");
        expect(change).toBe((100 * (number(coin, "current_price") - price)) / price);
      }
      expect(compared).toBeGreaterThan(40);
    }
  });

  it("agree with charts, ranges and history at the same time", () => {
    const date = "2026-03-10";
    const answers = answersOf(60, date);
    const query = "sparkline=true&price_change_percentage=1h";
    const [id, coin] = plainCoins(answers, query)[0] ?? ["", undefined];
    const at = Date.parse(`${date}T23:00:00Z`);
    type Series = [number, number][];
    interface Chart {
      prices: Series;
      market_caps: Series;
      total_volumes: Series;
    }
    const valueAt = (series: Series, time: number) => series.find(([t]) => t === time)?.[1];
    const range = `vs_currency=usd&from=${at / 1000 - 864_000}&to=${at / 1000}`;
    const chart = answers.json(`coins/${id}/market_chart/range`, range) as Chart;
    expect(valueAt(chart.prices, at)).toBe(coin?.current_price);
    const hourBefore = valueAt(chart.prices, at - 3_600_000) ?? 0;
    expect(coin?.price_change_percentage_1h_in_currency).toBe(
      (100 * (Number(coin?.current_price) - hourBefore)) / hourBefore,
    );
    expect(Math.round(valueAt(chart.market_caps, at) ?? 0)).toBe(coin?.market_cap);
    expect(Math.round(valueAt(chart.total_volumes, at) ?? 0)).toBe(coin?.total_volume);
    expect(chart.prices.slice(-168).map(([, price]) => price)).toEqual(
      coin?.sparkline_in_7d?.price,
    );
    const history = answers.json(`coins/${id}/history`, "date=05-03-2026") as {
      market_data: Record<string, { usd: number }>;
    };
    const midnight = Date.parse("2026-03-05T00:00:00Z");
    expect(history.market_data.current_price?.usd).toBe(valueAt(chart.prices, midnight));
    expect(history.market_data.market_cap?.usd).toBe(valueAt(chart.market_caps, midnight));
    const daily = answers.json(`coins/${id}/market_chart`, "vs_currency=usd&days=200") as Chart;
    expect(daily.prices.at(-1)?.[1]).toBe(coin?.current_price);
    expect(new Date(daily.prices.at(-1)?.[0] ?? 0).toISOString()).toBe(coin?.last_updated);
  });

  it("rank by market cap, and leave the largest twenty ordinary on any day", () => {
    fc.assert(
      fc.property(markets, ({ coins, seed, date }) => {
        const query = "vs_currency=usd&per_page=20&include_rehypothecated=true&sparkline=true";
        const { market, json } = answersOf(coins, date, seed);
        const top = json("coins/markets", query) as Element[];
        expect(top).toHaveLength(20);
        for (const [at, coin] of top.entries()) {
          expect(market.coinOfId(coin.id)?.oddity).toBeUndefined();
          expect(coin.market_cap_rank_with_rehypothecated).toBe(at + 1);
          expect(number(coin, "market_cap")).toBeLessThanOrEqual(
            number(top[at - 1] ?? coin, "market_cap"),
          );
          expect(coin.name).toMatch(/^[A-Z][a-z]{7}( [A-Z][a-z]+)?$/);
          expect(coin.symbol).toMatch(/^[a-z]{3,5}$/);
          expect(number(coin, "current_price")).toBeGreaterThan(0.05);
          expect(number(coin, "current_price")).toBeLessThan(250_000);
          expect(number(coin, "market_cap")).toBeGreaterThan(5e9);
          expect(Math.abs(number(coin, "price_change_percentage_24h"))).toBeLessThan(15);
          expect(coin.sparkline_in_7d?.price).toHaveLength(168);
          const nullable = ["max_supply", "roi", "market_cap_rank"];
          const nulls = Object.keys(coin).filter(
            (field) => coin[field] === null && !nullable.includes(field),
          );
          expect(nulls).toEqual([]);
        }
      }),
      { seed: 1, numRuns: 10 },
    );
  });

  it("don't depend on what was asked before", () => {
    const options = [120, "2026-06-01", 5] as const;
    const queries = ["order=volume_desc", "order=id_desc&page=2", "vs_currency=eur"];
    const ask = (order: readonly string[]) => {
      const { json } = answersOf(...options);
      json("global");
      return new Map(
        order.map((query) => [query, json("coins/markets", `vs_currency=usd&${query}`)]),
      );
    };
    const there = ask(queries);
    const back = ask([...queries].reverse());
    for (const query of queries) expect(back.get(query)).toEqual(there.get(query));
  });
});
