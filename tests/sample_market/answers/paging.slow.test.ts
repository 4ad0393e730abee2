import {
  serveSampleMarket,
  type SampleMarketServer,
} from "../../../pipelines/sample_market/serve_sample_market";
import { allPages, ask, askJson, type Element } from "../ask";

interface Listed {
  readonly id: string;
  readonly symbol: string;
  readonly name: string;
  readonly platforms?: Record<string, string | null>;
}

const date = "2026-01-02";
const all = "include_rehypothecated=true";
const ids = (elements: readonly Listed[]) => elements.map(({ id }) => id);
const sorted = (texts: readonly string[]) => [...texts].sort((a, b) => (a < b ? -1 : 1));

describe.each([0, 1, 7, 37, 125, 250, 1000])("a market of %d coins", (coins) => {
  let server: SampleMarketServer;
  beforeAll(async () => {
    server = await serveSampleMarket({ coins, date });
  });
  afterAll(() => server.close());

  it("lists exactly this many coins, in the order of ids", async () => {
    const list = await askJson<Listed[]>(`${server.url}/coins/list`);
    expect(list).toHaveLength(coins);
    expect(new Set(ids(list)).size).toBe(coins);
    expect(ids(list)).toEqual(sorted(ids(list)));
  });

  it("serves the same coins in every sort order", async () => {
    const byId = await allPages(server.url, `order=id_asc&${all}`, 100);
    expect(ids(byId)).toEqual(sorted(ids(byId)));
    expect(new Set(ids(byId)).size).toBe(byId.length);
    expect(byId.length).toBeGreaterThanOrEqual(Math.floor(coins * 0.98));
    for (const order of [
      "id_desc",
      "market_cap_desc",
      "market_cap_asc",
      "volume_desc",
      "volume_asc",
    ]) {
      const other = await allPages(server.url, `order=${order}&${all}`, 50);
      expect(sorted(ids(other))).toEqual(ids(byId));
    }
  });

  it("counts served elements", async () => {
    const before = server.served("coins_markets");
    const elements = await allPages(server.url, `order=id_asc&${all}`);
    const after = server.served("coins_markets");
    expect(after.elements - before.elements).toBe(elements.length);
    expect(after.distinctCoins).toBe(elements.length);
    expect(after.broken).toBe(0);
  });
});

describe("/coins/markets", () => {
  const coins = 1000;
  let server: SampleMarketServer;
  let list: Listed[];
  let byId: Element[];
  const page = (query: string) =>
    askJson<Element[]>(`${server.url}/coins/markets?vs_currency=usd&${query}`);

  beforeAll(async () => {
    server = await serveSampleMarket({ coins, date });
    list = await askJson<Listed[]>(`${server.url}/coins/list?include_platform=true`);
    byId = await allPages(server.url, `order=id_asc&${all}`);
  });
  afterAll(() => server.close());

  it("omits a few listed coins from its pages: some are served by id, some nowhere", async () => {
    const missing = list.filter(({ id }) => !ids(byId).includes(id));
    expect(missing).toHaveLength(16);
    const found = await page(`ids=${encodeURIComponent(ids(missing).join(","))}`);
    expect(found).toHaveLength(8);
    for (const { id } of missing) {
      const { status } = await ask(`${server.url}/coins/${encodeURIComponent(id)}`);
      expect(status).toBe(ids(found).includes(id) ? 200 : 404);
    }
  });

  it("serves the largest coins first by default, 100 per page, at most 250", async () => {
    const first = await page(all);
    expect(first).toHaveLength(100);
    const caps = first.flatMap(({ market_cap }) => (market_cap ? [market_cap] : []));
    expect(caps).toEqual([...caps].sort((a, b) => b - a));
    expect(await page("per_page=1000")).toHaveLength(250);
    expect(await page("per_page=250&page=99")).toEqual([]);
  });

  it("sorts by volume", async () => {
    const first = await page("order=volume_desc&per_page=30");
    const volumes = first.map(({ total_volume }) => total_volume ?? Number.NaN);
    expect(volumes).toEqual([...volumes].sort((a, b) => b - a));
    expect(ids(first)).not.toEqual(ids(await page("per_page=30")));
  });

  it("excludes rehypothecated coins from pages and ranks by default", async () => {
    const plain = await page("per_page=100");
    const full = await page(`per_page=100&${all}`);
    const leftOut = full.filter(({ id }) => !ids(plain).includes(id));
    expect(leftOut.length).toBeGreaterThan(20);
    expect(leftOut.length).toBeLessThan(27);
    for (const { market_cap_rank } of leftOut) expect(market_cap_rank).toBeNull();
    expect(plain.slice(0, 20).map(({ market_cap_rank }) => market_cap_rank)).toEqual(
      Array.from({ length: 20 }, (_, n) => n + 1),
    );
    expect(plain[0]).not.toHaveProperty("market_cap_rank_with_rehypothecated");
    expect(full[19]?.market_cap_rank_with_rehypothecated).toBe(20);
    const withoutById = await allPages(server.url, "order=id_asc");
    const ranked = await allPages(server.url, "order=market_cap_desc", 77);
    expect(sorted(ids(ranked))).toEqual(ids(withoutById));
    expect(withoutById.length).toBeLessThan(byId.length);
  });

  it("finds coins by any id", async () => {
    for (const { id } of list.slice(0, 130)) {
      const found = await page(`ids=${encodeURIComponent(id)},no-such-coin`);
      expect(found.length).toBeLessThanOrEqual(1);
      if (ids(byId).includes(id)) expect(ids(found)).toEqual([id]);
    }
  });

  it("finds coins by name and symbol; category takes precedence over ids, names and symbols", async () => {
    const [a, b, c] = byId.filter(({ name }) => /^\w+$/.test(name));
    if (!a || !b || !c) throw new Error("too few plain names");
    expect(ids(await page(`names=${a.name}`))).toEqual([a.id]);
    expect(ids(await page(`names=${a.name}&ids=${b.id}&symbols=pepe`))).toEqual([b.id]);
    expect(ids(await page(`names=${a.name}&symbols=pepe`))).toEqual([a.id]);
    const [top] = await page("symbols=pepe");
    const every = await page("symbols=pepe&include_tokens=all&per_page=250");
    expect(every.length).toBeGreaterThan(5);
    expect(every[0]).toEqual(top);
    expect(new Set(every.map(({ symbol }) => symbol))).toEqual(new Set(["pepe"]));
    const memes = await page(`category=meme-token&ids=${b.id}&per_page=250&${all}`);
    expect(memes.length).toBeGreaterThan(200);
    expect(await page("category=no-such-category")).toEqual([]);
  });

  it("rejects invalid requests as CoinGecko does", async () => {
    expect(await ask(`${server.url}/coins/markets`)).toMatchObject({
      status: 422,
      text: '{"error":"Missing parameter vs_currency"}',
    });
    expect(await ask(`${server.url}/coins/markets?vs_currency=gold`)).toMatchObject({
      status: 422,
    });
    expect(await ask(`${server.url}/coins/no-such-coin`)).toMatchObject({
      status: 404,
      text: '{"error":"coin not found"}',
    });
    for (const path of ["/", "/coins", "/nothing", "/coins/%zz", "/coins/a/b", "/coins/list/x"]) {
      expect((await ask(server.url + path)).status).toBe(404);
    }
  });

  it("serves other currencies and precisions, and changes over other time frames", async () => {
    const [first] = byId.filter((element) => (element.current_price ?? 0) > 1);
    const one = async (query: string) => {
      const url = `${server.url}/coins/markets?ids=${first?.id ?? ""}&${query}`;
      return (await askJson<Element[]>(url))[0];
    };
    const dollars = await one("vs_currency=usd&precision=full");
    const euros = await one("vs_currency=eur&precision=full");
    expect((euros?.current_price ?? 0) / (dollars?.current_price ?? 0)).toBeCloseTo(0.86, 1);
    expect((await one("vs_currency=usd&precision=1"))?.current_price).toBe(
      Number(dollars?.current_price?.toFixed(1)),
    );
    const frames = "price_change_percentage=1h,7d,never";
    const changed = await one(`vs_currency=usd&${frames}`);
    expect(changed).toHaveProperty("price_change_percentage_1h_in_currency");
    expect(changed).toHaveProperty("price_change_percentage_7d_in_currency");
    expect(changed).not.toHaveProperty("price_change_percentage_24h_in_currency");
    expect(dollars).not.toHaveProperty("price_change_percentage_1h_in_currency");
    expect(dollars).not.toHaveProperty("sparkline_in_7d");
  });
});

describe("/coins/list", () => {
  it("lists inactive coins separately", async () => {
    const server = await serveSampleMarket({ coins: 1000, date });
    try {
      const active = ids(await askJson<Listed[]>(`${server.url}/coins/list`));
      const inactive = ids(await askJson<Listed[]>(`${server.url}/coins/list?status=inactive`));
      expect(inactive.length).toBeGreaterThan(50);
      expect(inactive.filter((id) => active.includes(id))).toEqual([]);
      const [gone = ""] = inactive;
      const url = `${server.url}/coins/markets?vs_currency=usd&ids=${encodeURIComponent(gone)}`;
      expect(await askJson(url)).toEqual([]);
    } finally {
      await server.close();
    }
  });

  it("includes contract addresses only when requested", async () => {
    const server = await serveSampleMarket({ coins: 300, date });
    try {
      const plain = await askJson<Listed[]>(`${server.url}/coins/list`);
      const full = await askJson<Listed[]>(`${server.url}/coins/list?include_platform=true`);
      expect(plain.some((coin) => "platforms" in coin)).toBe(false);
      expect(full.every(({ platforms }) => platforms !== undefined)).toBe(true);
      const addresses = full.flatMap(({ platforms }) => Object.values(platforms ?? {}));
      expect(addresses).toContain(null);
      expect(
        addresses.filter((text) => text && /^0x[0-9a-f]{40}$/.test(text)).length,
      ).toBeGreaterThan(100);
    } finally {
      await server.close();
    }
  });
});
