import { serveSampleMarket } from "../../../pipelines/sample_market/serve_sample_market";
import { askJson, type Element } from "../ask";
import { startMarket } from "../market_command";

const path = "/coins/markets?vs_currency=usd&order=id_asc&per_page=250&sparkline=true&page=1";

describe("a market without sparklines", () => {
  it("omits them even when requested, and changes nothing else", async () => {
    const market = { coins: 400, date: "2026-01-02" };
    const usual = await serveSampleMarket(market);
    const without = await serveSampleMarket({ ...market, sparklines: false });
    try {
      const elements = await askJson<Element[]>(usual.url + path);
      expect(elements.filter((coin) => coin.sparkline_in_7d).length).toBeGreaterThan(200);
      expect(await askJson<Element[]>(without.url + path)).toEqual(
        elements.map(({ sparkline_in_7d: _, ...rest }) => rest),
      );
    } finally {
      await Promise.all([usual.close(), without.close()]);
    }
  });

  it("is served by the command with --no-sparklines", async () => {
    const market = await startMarket(["--coins=300", "--date=2026-01-02", "--no-sparklines"]);
    try {
      const elements = await askJson<Element[]>(market.url + path);
      expect(elements.length).toBeGreaterThan(200);
      expect(elements.filter((coin) => "sparkline_in_7d" in coin)).toEqual([]);
    } finally {
      await market.stop();
    }
  });
});
