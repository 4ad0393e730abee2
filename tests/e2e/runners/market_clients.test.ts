import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import Coingecko from "@coingecko/coingecko-typescript";
import {
  serveSampleMarket,
  type SampleMarketServer,
} from "../../../pipelines/sample_market/serve_sample_market";
import { pythonMissing, pythonToolBin } from "../../../emulators/tools/python_tool";
import { describeUnless } from "../../support/describe_unless";

const coins = 1000;
const date = "2026-01-02";
const perPage = 250;

describe("npm @coingecko/coingecko-typescript, CoinGecko's own client", () => {
  const apiKey = { header: "x-cg-pro-api-key", value: "a-sample-key" } as const;
  let server: SampleMarketServer;
  let client: Coingecko;
  beforeAll(async () => {
    const faults = { tooManyRequests: 0.3, serverError: 0.1 };
    server = await serveSampleMarket({ coins, date, apiKey, faults, retryAfter: 0 });
    client = new Coingecko({ proAPIKey: apiKey.value, baseURL: server.url, maxRetries: 2 });
  });
  afterAll(() => server.close());

  it("pages through a market despite faults", async () => {
    const list = await client.coins.list.get({ include_platform: true });
    const ids: string[] = [];
    for (let page = 1; ; page++) {
      const elements = await client.coins.markets.get({
        vs_currency: "usd",
        order: "id_asc",
        per_page: perPage,
        page,
        sparkline: true,
        include_rehypothecated: true,
      });
      ids.push(...elements.map(({ id }) => id));
      if (elements.length < perPage) break;
    }
    expect(ids).toHaveLength(server.served("coins_markets").elements);
    expect(ids).toEqual(list.map(({ id }) => id).filter((id) => ids.includes(id)));
    expect(list.length - ids.length).toBe(16);
    expect(server.requests.some(({ fault }) => fault)).toBe(true);
  }, 30_000);

  it("reads details, history, charts and categories of a coin with a special id", async () => {
    const list = await client.coins.list.get();
    const id = list.find((coin) => coin.id.includes("["))?.id ?? "";
    expect((await client.coins.getID(id)).market_data?.current_price).toHaveProperty("usd");
    const history = await client.coins.history.get(id, { date: "30-12-2025" });
    expect(history.market_data.current_price).toHaveProperty("usd");
    const chart = await client.coins.marketChart.get(id, { vs_currency: "usd", days: "7" });
    expect(chart.prices).toHaveLength(168);
    const [category] = await client.coins.categories.getList();
    const members = await client.coins.markets.get({
      vs_currency: "usd",
      category: category?.category_id ?? "",
    });
    expect(members).toHaveLength(100);
  }, 30_000);

  it("recognises the errors", async () => {
    await expect(client.coins.getID("no-such-coin")).rejects.toThrow(Coingecko.NotFoundError);
    const stranger = new Coingecko({ proAPIKey: "wrong", baseURL: server.url, maxRetries: 0 });
    await expect(stranger.ping.get()).rejects.toThrow(Coingecko.AuthenticationError);
  });
});

/** Prints, as JSON, what pycoingecko reads of the market whose URL it is given. */
const READ_IN_PYTHON = `
import json, sys
from pycoingecko import CoinGeckoAPI
api = CoinGeckoAPI(api_key="a-sample-key")
api.api_base_url = sys.argv[1] + "/"
ids, page = [], 1
while True:
    coins = api.get_coins_markets("usd", order="id_asc", per_page=${perPage}, page=page, sparkline=True)
    ids += [coin["id"] for coin in coins]
    if len(coins) < ${perPage}: break
    page += 1
listed = api.get_coins_list()
odd = next(coin["id"] for coin in listed if " " in coin["id"])
print(json.dumps({
    "ids": ids,
    "listed": len(listed),
    "detail": api.get_coin_by_id(odd)["id"] == odd,
    "chart": len(api.get_coin_market_chart_by_id(odd, "usd", 7)["prices"]),
    "categories": len(api.get_coins_categories()),
}))
`;

describeUnless(pythonMissing())("PyPI pycoingecko", () => {
  let bin: string;
  beforeAll(() => {
    const packages = ["pycoingecko==3.2.0"];
    bin = pythonToolBin({ name: "pycoingecko", version: "3.2.0", packages });
  }, 300_000);

  it("pages through a market", async () => {
    const apiKey = { header: "x-cg-pro-api-key", value: "a-sample-key" } as const;
    const server = await serveSampleMarket({ coins, date, apiKey });
    try {
      const args = ["-c", READ_IN_PYTHON, server.url];
      const { stdout } = await promisify(execFile)(join(bin, "python"), args);
      const read = JSON.parse(stdout) as { ids: string[] };
      expect(read).toMatchObject({ listed: coins, detail: true, chart: 168, categories: 13 });
      expect(new Set(read.ids).size).toBe(read.ids.length);
      expect(read.ids).toHaveLength(server.served("coins_markets").distinctCoins);
      expect(read.ids.length).toBeGreaterThan(700);
    } finally {
      await server.close();
    }
  }, 60_000);
});
