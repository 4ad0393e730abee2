import { gunzipSync } from "node:zlib";
import { request } from "undici";
import { serveSampleMarket } from "../../pipelines/sample_market/serve_sample_market";
import { allPages, ask, askJson, type Element } from "./ask";

const paths = [
  "/coins/list",
  "/coins/markets?vs_currency=usd&sparkline=true&order=id_asc&page=2",
  "/coins/markets?vs_currency=usd&order=volume_desc",
  "/coins/categories",
];

async function bodies(options: { coins: number; date: string; seed?: number }) {
  const server = await serveSampleMarket(options);
  try {
    const texts: string[] = [];
    for (const path of paths) {
      const first = await ask(server.url + path);
      const again = await ask(server.url + path);
      expect(again.text).toBe(first.text);
      expect(again.headers.get("etag")).toBe(first.headers.get("etag"));
      texts.push(first.text);
    }
    return texts;
  } finally {
    await server.close();
  }
}

describe("the same market", () => {
  it("serves the same bytes every time, and different ones for another seed or date", async () => {
    const market = { coins: 300, date: "2026-01-02" };
    const first = await bodies(market);
    expect(await bodies({ ...market, seed: 1 })).toEqual(first);
    const others = await bodies({ ...market, seed: 2 });
    for (const [at, body] of others.entries()) expect(body).not.toBe(first[at]);
    const nextDay = await bodies({ ...market, date: "2026-01-03" });
    expect(nextDay[1]).not.toBe(first[1]);
  });

  it("is continuous: yesterday's prices are in today's sparkline, chart and change", async () => {
    const query = "order=id_asc&sparkline=true&precision=full";
    const yesterday = await serveSampleMarket({ coins: 100, date: "2025-12-31" });
    const today = await serveSampleMarket({ coins: 100, date: "2026-01-01" });
    const before = await allPages(yesterday.url, query);
    const now = new Map((await allPages(today.url, query)).map((coin) => [coin.id, coin]));
    let compared = 0;
    for (const coin of before) {
      const later = now.get(coin.id);
      const points = later?.sparkline_in_7d?.price ?? [];
      if (points.length !== 168 || typeof later?.price_change_24h !== "number") continue;
      if (coin.current_price === null || later.current_price === null) continue;
      if (Number.isInteger(coin.current_price) || !Number.isFinite(points[143])) continue;
      compared++;
      expect(points[143]).toBe(coin.current_price);
      expect(points[167]).toBe(later.current_price);
      expect(later.price_change_24h / coin.current_price).toBeCloseTo(
        later.current_price / coin.current_price - 1,
        4,
      );
    }
    expect(compared).toBeGreaterThan(60);

    const [coin] = before as [Element];
    const url = `${today.url}/coins/${coin.id}`;
    interface Chart {
      prices: [number, number][];
    }
    const chart = await askJson<Chart>(`${url}/market_chart?vs_currency=usd&days=3`);
    const at = Date.parse("2025-12-31T23:00:00Z");
    expect(chart.prices.find(([time]) => time === at)?.[1]).toBe(coin.current_price);
    const history = await askJson<{ market_data: { current_price: { usd: number } } }>(
      `${url}/history?date=01-01-2026`,
    );
    const midnight = Date.parse("2026-01-01T00:00:00Z");
    expect(chart.prices.find(([time]) => time === midnight)?.[1]).toBe(
      history.market_data.current_price.usd,
    );
    await Promise.all([yesterday.close(), today.close()]);
  });
});

describe("an answer", () => {
  it("is compressed when the client accepts it, and has CoinGecko's headers", async () => {
    const server = await serveSampleMarket({ coins: 50, date: "2026-01-02", cachePages: 2 });
    const url = `${server.url}/coins/markets?vs_currency=usd`;
    const plain = await request(url);
    const text = await plain.body.text();
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(plain.headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "cache-control": "max-age=30, public, must-revalidate, s-maxage=60",
      etag: expect.stringMatching(/^W\/"[0-9a-f]{32}"$/) as string,
    });
    for (let time = 0; time < 2; time++) {
      const compressed = await request(url, { headers: { "accept-encoding": "gzip, deflate" } });
      expect(compressed.headers["content-encoding"]).toBe("gzip");
      const bytes = Buffer.from(await compressed.body.arrayBuffer());
      expect(gunzipSync(bytes).toString()).toBe(text);
    }
    const etag = String(plain.headers.etag);
    const unchanged = await request(url, { headers: { "if-none-match": etag } });
    expect([unchanged.statusCode, await unchanged.body.text()]).toEqual([304, ""]);
    expect(server.served("coins_markets").answers).toBe(3);
    await server.close();
  });
});
