import { marketOddities } from "../../pipelines/sample_market/coins/market_oddities";
import {
  serveSampleMarket,
  type SampleMarketServer,
} from "../../pipelines/sample_market/serve_sample_market";
import { allPages, ask, type Element } from "./ask";

const msPerDay = 86_400_000;

describe("a market of 300 coins without faults", () => {
  let server: SampleMarketServer;
  let elements: Element[];
  let wire: string;
  const some = (test: (element: Element) => boolean) => elements.filter(test).length;
  const points = (element: Element) => element.sparkline_in_7d?.price ?? [];

  beforeAll(async () => {
    server = await serveSampleMarket({ coins: 300, date: "2026-01-02" });
    const query = "order=id_asc&sparkline=true&include_rehypothecated=true";
    elements = await allPages(server.url, query);
    wire = (await ask(`${server.url}/coins/markets?vs_currency=usd&per_page=250&${query}`)).text;
  });
  afterAll(() => server.close());

  it("has every oddity of the market values", () => {
    const shown = elements.map(({ id }) => server.market.coinOfId(id)?.oddity);
    for (const oddity of marketOddities) expect(shown).toContain(oddity);
  });

  it("mixes null and absent fields, integers, floats and exponents", () => {
    for (const field of [
      "current_price",
      "high_24h",
      "market_cap_rank",
      "ath",
      "atl_date",
      "roi",
    ]) {
      expect(some((element) => element[field] === null)).toBeGreaterThan(0);
    }
    for (const field of ["image", "last_updated", "ath", "price_change_24h", "sparkline_in_7d"]) {
      expect(some((element) => !(field in element))).toBeGreaterThan(0);
    }
    expect(wire).toMatch(/"current_price":\d+,/);
    expect(wire).toMatch(/"current_price":\d+\.\d+,/);
    expect(wire).toMatch(/"current_price":\d\.\d+e-\d\d,/);
    expect(wire).toMatch(/"total_supply":\d+\.0,/);
    expect(wire).toMatch(/"max_supply":4\.2e\+17,/);
    expect(wire).toMatch(/"max_supply":420690000000000001,/);
    expect(wire).toContain('"atl":0.0,"atl_change_percentage":1.9758e+37,');
  });

  it("has unusual but valid values", () => {
    const number = (element: Element, field: string) => Number(element[field] ?? Number.NaN);
    expect(
      some((e) => number(e, "current_price") < 1e-9 && number(e, "current_price") > 0),
    ).toBeGreaterThan(0);
    expect(some((e) => number(e, "max_supply") > 2 ** 53)).toBeGreaterThan(0);
    expect(some((e) => e.total_supply === 0)).toBeGreaterThan(0);
    expect(
      some((e) => number(e, "circulating_supply") > number(e, "total_supply")),
    ).toBeGreaterThan(0);
    expect(some((e) => number(e, "current_price") > number(e, "high_24h"))).toBeGreaterThan(0);
    const ranks = elements.flatMap(({ market_cap_rank }) => market_cap_rank ?? []);
    expect(new Set(ranks).size).toBeLessThan(ranks.length);
    expect(some((e) => e.market_cap !== null && e.market_cap_rank === null)).toBeGreaterThan(0);
  });

  it("has rows two weeks old, and times with an offset", () => {
    const ages = elements.map(
      (e) => Date.parse("2026-01-03T00:00Z") - Date.parse(e.last_updated ?? ""),
    );
    expect(Math.max(...ages.filter((age) => age > 0)) / msPerDay).toBeCloseTo(14.8, 1);
    expect(ages.filter((age) => age < 10 * 60_000).length).toBeGreaterThan(200);
    expect(some((e) => e.last_updated?.endsWith("+08:00") ?? false)).toBeGreaterThan(0);
  });

  it("has sparklines of 167, 168, 169 and 0 points, constant ones, and ones with a null", () => {
    const lengths = elements.map((element) => points(element).length);
    for (const length of [0, 167, 168, 169]) expect(lengths).toContain(length);
    expect(some((e) => points(e).length > 0 && new Set(points(e)).size === 1)).toBeGreaterThan(0);
    expect(some((e) => points(e).includes(null))).toBeGreaterThan(0);
    expect(some((e) => e.sparkline_in_7d === null)).toBeGreaterThan(0);
  });

  it("has unusual ids, symbols and names", () => {
    const ids = elements.map(({ id }) => id);
    const symbols = elements.map(({ symbol }) => symbol);
    const names = elements.map(({ name }) => name);
    for (const odd of [/ /, /\[old\]$/, /_/, /-6$/])
      expect(ids.some((id) => odd.test(id))).toBe(true);
    expect(Math.max(...ids.map((id) => id.length))).toBe(70);
    for (const odd of ["", " ", "null", "nan", "true", '"q"', "🚀", "比特币"]) {
      expect(symbols).toContain(odd);
    }
    expect(symbols.filter((symbol) => symbol === "pepe").length).toBeGreaterThan(1);
    for (const odd of [/,/, /"/, /\u200b/, /\u00a0/, /^@/, /^=/, /^ .* $/, /\|/]) {
      expect(names.some((name) => odd.test(name))).toBe(true);
    }
  });

  it("has details with null, empty and missing values", async () => {
    const texts: string[] = [];
    for (const { id } of elements.slice(0, 64)) {
      texts.push(
        (await ask(`${server.url}/coins/${encodeURIComponent(id)}?market_data=false`)).text,
      );
    }
    const all = texts.join("\n");
    for (const odd of [
      '"platforms":{"":""}',
      '"genesis_date":null',
      '"genesis_date":""',
      '"categories":null',
      '"categories":[]',
      '"categories":[null',
      '"hashing_algorithm":null',
      '"hashing_algorithm":""',
      '"asset_platform_id":null',
      '"asset_platform_id":""',
      '"country_origin":null',
      '"homepage":[]',
      '"homepage":["","",""]',
      '"homepage":[null]',
      "\\r\\n\\r\\nSee \\u003ca href=",
    ]) {
      expect(all).toContain(odd);
    }
    expect(all).toMatch(/"genesis_date":"20\d\d-\d\d-\d\d"/);
  });
});

describe("coins over time", () => {
  it("have all-time dates shifted by 8 hours in mid-2026", async () => {
    const dates: number[] = [];
    for (const date of ["2026-05-31", "2026-06-01"]) {
      const server = await serveSampleMarket({ coins: 20, date });
      const [first] = await allPages(server.url, "order=id_asc");
      dates.push(Date.parse(String(first?.atl_date)));
      await server.close();
    }
    expect((dates[0] ?? 0) - (dates[1] ?? 0)).toBe(8 * 3_600_000);
  });
});
