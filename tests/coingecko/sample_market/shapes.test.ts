import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { log } from "../../../pipelines/log";
import {
  serveSampleMarket,
  type SampleMarketServer,
} from "../../../pipelines/coingecko/sample_market/serve_sample_market";
import { askJson } from "./ask";
import { describeOfficialShapes } from "./official_description";
import { recordingsFolder } from "./recordings_folder";

const number = z.number().nullable();
const moment = z.iso.datetime({ offset: true }).nullable();
const rank = z.int().min(1).nullable();

/** An element of /coins/markets as real ones are: anything but its names may be null or absent. */
const marketElement = z.strictObject({
  id: z.string().min(1).max(70),
  symbol: z.string(),
  name: z.string(),
  image: z.url().nullish(),
  current_price: number,
  market_cap: number,
  market_cap_rank: rank,
  fully_diluted_valuation: number,
  total_volume: number,
  high_24h: number,
  low_24h: number,
  price_change_24h: number.optional(),
  price_change_percentage_24h: number,
  market_cap_change_24h: number,
  market_cap_change_percentage_24h: number,
  circulating_supply: number,
  total_supply: number,
  max_supply: number.optional(),
  ath: number.optional(),
  ath_change_percentage: number,
  ath_date: moment.optional(),
  atl: number,
  atl_change_percentage: number,
  atl_date: moment,
  roi: z
    .strictObject({ times: z.number(), currency: z.string(), percentage: z.number() })
    .nullish(),
  last_updated: moment.optional(),
  market_cap_rank_with_rehypothecated: rank,
  sparkline_in_7d: z.strictObject({ price: z.array(number) }).nullish(),
  price_change_percentage_7d_in_currency: number,
});

const details = z.looseObject({
  id: z.string(),
  symbol: z.string(),
  name: z.string(),
  asset_platform_id: z.string().nullable(),
  platforms: z.record(z.string(), z.string()),
  hashing_algorithm: z.string().nullable(),
  categories: z.array(z.string().nullable()).nullable(),
  description: z.record(z.string(), z.string()),
  links: z.looseObject({ homepage: z.array(z.string().nullable()) }),
  image: z.strictObject({ thumb: z.url(), small: z.url(), large: z.url() }),
  country_origin: z.string().nullable(),
  genesis_date: z.string().nullable(),
  market_cap_rank: rank,
  market_data: z.looseObject({ current_price: z.record(z.string(), number) }),
  last_updated: moment,
});

const points = z.array(z.tuple([z.int(), z.number()]));

describe("the shapes of the sample market", () => {
  let server: SampleMarketServer;
  beforeAll(async () => {
    server = await serveSampleMarket({ coins: 500, date: "2026-01-02" });
  });
  afterAll(() => server.close());

  it("market pages", async () => {
    for (const page of [1, 2]) {
      const query =
        "vs_currency=usd&per_page=250&order=id_asc&sparkline=true&include_rehypothecated=true" +
        `&price_change_percentage=7d&page=${page}`;
      const body = await askJson(`${server.url}/coins/markets?${query}`);
      expect(z.array(marketElement).safeParse(body).error).toBeUndefined();
    }
  });

  it("details", async () => {
    const list = await askJson<{ id: string }[]>(`${server.url}/coins/list`);
    for (const { id } of list.slice(100, 140)) {
      const body = await askJson(`${server.url}/coins/${encodeURIComponent(id)}`);
      expect(details.safeParse(body).error).toBeUndefined();
    }
  });

  it("charts and history", async () => {
    const [first] = await askJson<{ id: string }[]>(`${server.url}/coins/list`);
    const url = `${server.url}/coins/${first?.id ?? ""}`;
    const chart = z.strictObject({ prices: points, market_caps: points, total_volumes: points });
    const sizes: number[] = [];
    for (const days of [1, 30, 200]) {
      const body = await askJson(`${url}/market_chart?vs_currency=usd&days=${days}`);
      sizes.push(chart.parse(body).prices.length);
    }
    expect(sizes).toEqual([288, 720, 200]);
    const history = await askJson(`${url}/history?date=01-01-2026`);
    expect(history).toHaveProperty(["market_data", "current_price", "usd"]);
    expect(await askJson(`${url}/history?date=05-01-2026`)).not.toHaveProperty("market_data");
  });
});

const description = join(recordingsFolder ?? "", "openapi_demo.json");
if (existsSync(description)) describeOfficialShapes(description);
else log.info(`The shapes are not compared with CoinGecko's own description: no ${description}.`);
