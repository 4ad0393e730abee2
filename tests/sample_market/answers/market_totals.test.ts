import * as v from "valibot";
import { serveSampleMarket } from "../../../pipelines/sample_market/serve_sample_market";
import { ask, askJson, type Element } from "../ask";
import { answersOf } from "../answers_of";

const answers = answersOf(500, "2026-01-02");
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
type InCurrencies = Record<string, number>;

describe("/global", () => {
  it("has the totals of the default market pages", () => {
    const { data } = answers.json("global") as {
      data: Record<"total_market_cap" | "market_cap_percentage" | "total_volume", InCurrencies>;
    };
    const { market } = answers;
    const total = sum(
      Array.from(market.ranking.caps, (cap, position) => {
        const baseRank = market.listing.baseRankOf(market.listing.indexOfPagePosition(position));
        return market.listing.isRehypothecated(baseRank ?? 0) ? 0 : cap;
      }),
    );
    expect(data.total_market_cap.usd).toBeCloseTo(total, -4);
    const [largest] = answers.json("coins/markets", "vs_currency=usd&per_page=1") as Element[];
    expect(largest?.symbol).toBe("btc");
    expect(data.market_cap_percentage.btc).toBeCloseTo((100 * (largest?.market_cap ?? 0)) / total);
    expect(Object.keys(data.market_cap_percentage)).toHaveLength(10);
    expect(data.total_volume.eur).toBeGreaterThan(0);
  });
});

describe("/exchange_rates", () => {
  it("agrees with market pages in other currencies", () => {
    interface Rate {
      value: number;
      type: string;
    }
    const { rates } = answers.json("exchange_rates") as { rates: Record<string, Rate> };
    expect(rates.btc).toEqual({ name: "Bitcoin", unit: "BTC", value: 1, type: "crypto" });
    expect(new Set(Object.values(rates).map(({ type }) => type))).toEqual(
      new Set(["fiat", "crypto", "commodity"]),
    );
    const priceIn = (currency: string) => {
      const query = `vs_currency=${currency}&precision=full&per_page=1&page=4`;
      const [coin] = answers.json("coins/markets", query) as Element[];
      return coin?.current_price ?? Number.NaN;
    };
    for (const currency of ["eur", "jpy", "btc", "eth", "xau"]) {
      const rate = (rates[currency]?.value ?? 0) / (rates.usd?.value ?? 1);
      expect(priceIn(currency) / (priceIn("usd") * rate)).toBeCloseTo(1, 9);
    }
  });
});

describe("/coins/categories", () => {
  it("has null totals, a category without market cap, and one that is listed twice", () => {
    interface Row {
      id: string;
      market_cap?: number | null;
      volume_24h: number | null;
      updated_at: string | null;
    }
    const rows = answers.json("coins/categories") as Row[];
    const [newer, older, ...others] = rows.filter(({ id }) => id === "decentralized-finance-defi");
    expect(others).toEqual([]);
    expect(newer).toEqual({ ...older, updated_at: "2026-01-02T23:59:59.000Z" });
    expect(older?.updated_at).toBe("2026-01-02T22:59:59.000Z");
    expect(rows.find(({ id }) => id === "recently_added")).toMatchObject({
      market_cap: null,
      volume_24h: null,
      top_3_coins_id: [],
    });
    expect(rows.find(({ id }) => id === "wallets")).not.toHaveProperty("market_cap");
    const stablecoins = answers.json(
      "coins/markets",
      "vs_currency=usd&category=stablecoins&per_page=250&include_rehypothecated=true",
    ) as Element[];
    const cap = rows.find(({ id }) => id === "stablecoins")?.market_cap ?? 0;
    expect(stablecoins.length).toBeGreaterThan(15);
    expect(cap / sum(stablecoins.map(({ market_cap }) => market_cap ?? 0))).toBeCloseTo(1, 1);
  });
});

describe("/asset_platforms", () => {
  it("knows the platforms of most contracts, with coins of the list", () => {
    const platforms = answers.json("asset_platforms") as {
      id: string;
      native_coin_id: string | null;
    }[];
    const list = answers.json("coins/list", "include_platform=true") as {
      id: string;
      platforms: object;
    }[];
    const ids = new Set(list.map(({ id }) => id));
    const known = new Set(platforms.map(({ id }) => id));
    for (const { native_coin_id: id } of platforms) expect(id === null || ids.has(id)).toBe(true);
    const unknown = list.flatMap((coin) =>
      Object.keys(coin.platforms).filter((id) => id !== "" && !known.has(id)),
    );
    expect(new Set(unknown)).toEqual(new Set(["unlisted-chain"]));
  });
});

describe("/key", () => {
  const usage = v.strictObject({
    plan: v.string(),
    rate_limit_request_per_minute: v.literal(500),
    monthly_call_credit: v.number(),
    current_total_monthly_calls: v.number(),
    current_remaining_monthly_calls: v.number(),
  });

  it("counts the successful calls of the pro plan", async () => {
    const apiKey = { header: "x-cg-pro-api-key", value: "k" } as const;
    const server = await serveSampleMarket({
      coins: 10,
      date: "2026-01-02",
      apiKey,
      cachePages: 9,
    });
    const key = { [apiKey.header]: apiKey.value };
    const calls = async () => v.parse(usage, await askJson(`${server.url}/key`, key));
    expect((await calls()).current_total_monthly_calls).toBe(0);
    await ask(`${server.url}/ping`, key);
    await ask(`${server.url}/coins/nobody`, key);
    await ask(`${server.url}/ping`, key);
    const { current_total_monthly_calls: total, ...rest } = await calls();
    expect(total).toBe(2);
    expect(rest.current_remaining_monthly_calls).toBe(rest.monthly_call_credit - 2);
    await server.close();
  });

  it("is refused to every other plan", async () => {
    for (const apiKey of [undefined, { header: "x-cg-demo-api-key", value: "k" } as const]) {
      const server = await serveSampleMarket({
        coins: 10,
        date: "2026-01-02",
        ...(apiKey ? { apiKey } : {}),
      });
      const { status, text } = await ask(
        `${server.url}/key`,
        apiKey ? { [apiKey.header]: "k" } : {},
      );
      expect([status, text.includes('"error_code":10005')]).toEqual([401, true]);
      await server.close();
    }
  });
});
