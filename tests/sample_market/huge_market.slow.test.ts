import { existsSync, readFileSync } from "node:fs";
import { request } from "undici";
import { askJson, type Element } from "./ask";
import { startMarket, type MarketCommand } from "./market_command";

const coins = 1_800_000;

describe("a market of 1.8 million coins, with a heap of 64 MB", () => {
  let market: MarketCommand;
  beforeAll(async () => {
    market = await startMarket(
      [`--coins=${coins}`, "--date=2026-01-02"],
      // Node 24 lets the young generation grow further than Node 20 does: both are limited.
      ["--max-old-space-size=64", "--max-semi-space-size=16"],
    );
  });
  afterAll(() => market.stop());

  it.each(["id_asc", "market_cap_desc", "volume_asc"])(
    "pages by %s up to the last pages",
    async (order) => {
      for (const page of [1, 3500, 7000]) {
        const query = `vs_currency=usd&per_page=250&order=${order}&sparkline=true&page=${page}`;
        const elements = await askJson<Element[]>(`${market.url}/coins/markets?${query}`);
        expect(new Set(elements.map(({ id }) => id)).size).toBe(250);
      }
    },
  );

  it("serves its last coins by id", async () => {
    const query = "vs_currency=usd&order=id_desc&per_page=3&include_rehypothecated=true";
    const last = await askJson<Element[]>(`${market.url}/coins/markets?${query}`);
    const ids = last.map(({ id }) => encodeURIComponent(id)).join(",");
    const found = await askJson<Element[]>(
      `${market.url}/coins/markets?vs_currency=usd&order=id_desc&ids=${ids}`,
    );
    expect(found.map(({ id }) => id)).toEqual(last.map(({ id }) => id));
  });

  it("streams the whole list", async () => {
    const { body } = await request(`${market.url}/coins/list`);
    let count = 0;
    for await (const piece of body as AsyncIterable<Buffer>) {
      for (const byte of piece) if (byte === openingBrace) count++;
    }
    expect(count).toBe(coins);
    const file = `/proc/${market.process.pid ?? 0}/status`;
    if (existsSync(file)) {
      const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(file, "utf8")) ?? [];
      expect(Number(kilobytes)).toBeLessThan(250_000);
    }
  });
});

/** One per coin: no name contains one. */
const openingBrace = "{".charCodeAt(0);
