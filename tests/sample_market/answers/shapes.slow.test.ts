import { existsSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { log } from "../../../pipelines/core/log";
import {
  serveSampleMarket,
  type SampleMarketServer,
} from "../../../pipelines/sample_market/serve_sample_market";
import { askJson } from "../ask";
import { recordingsFolder } from "../recordings_folder";
import { describeOfficialShapes } from "./official_description";

const number = v.nullable(v.number());
const address = v.pipe(v.string(), v.url());
const moment = v.nullable(v.pipe(v.string(), v.isoTimestamp()));
const rank = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1)));

/** An element of /coins/markets as in real answers: only id, symbol and name are guaranteed. */
const marketElement = v.strictObject({
  id: v.pipe(v.string(), v.nonEmpty(), v.maxLength(70)),
  symbol: v.string(),
  name: v.string(),
  image: v.nullish(address),
  current_price: number,
  market_cap: number,
  market_cap_rank: rank,
  fully_diluted_valuation: number,
  total_volume: number,
  high_24h: number,
  low_24h: number,
  price_change_24h: v.optional(number),
  price_change_percentage_24h: number,
  market_cap_change_24h: number,
  market_cap_change_percentage_24h: number,
  circulating_supply: number,
  total_supply: number,
  max_supply: v.optional(number),
  ath: v.optional(number),
  ath_change_percentage: number,
  ath_date: v.optional(moment),
  atl: number,
  atl_change_percentage: number,
  atl_date: moment,
  roi: v.nullish(
    v.strictObject({ times: v.number(), currency: v.string(), percentage: v.number() }),
  ),
  last_updated: v.optional(moment),
  market_cap_rank_with_rehypothecated: rank,
  sparkline_in_7d: v.nullish(v.strictObject({ price: v.array(number) })),
  price_change_percentage_7d_in_currency: number,
});

const details = v.looseObject({
  id: v.string(),
  symbol: v.string(),
  name: v.string(),
  asset_platform_id: v.nullable(v.string()),
  platforms: v.record(v.string(), v.string()),
  hashing_algorithm: v.nullable(v.string()),
  categories: v.nullable(v.array(v.nullable(v.string()))),
  description: v.record(v.string(), v.string()),
  links: v.looseObject({ homepage: v.array(v.nullable(v.string())) }),
  image: v.strictObject({ thumb: address, small: address, large: address }),
  country_origin: v.nullable(v.string()),
  genesis_date: v.nullable(v.string()),
  market_cap_rank: rank,
  market_data: v.looseObject({ current_price: v.record(v.string(), number) }),
  last_updated: moment,
});

const points = v.array(v.tuple([v.pipe(v.number(), v.integer()), v.number()]));

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
      expect(v.safeParse(v.array(marketElement), body).issues).toBeUndefined();
    }
  });

  it("details", async () => {
    const list = await askJson<{ id: string }[]>(`${server.url}/coins/list`);
    for (const { id } of list.slice(100, 140)) {
      const body = await askJson(`${server.url}/coins/${encodeURIComponent(id)}`);
      expect(v.safeParse(details, body).issues).toBeUndefined();
    }
  });

  it("charts and history", async () => {
    const [first] = await askJson<{ id: string }[]>(`${server.url}/coins/list`);
    const url = `${server.url}/coins/${first?.id ?? ""}`;
    const chart = v.strictObject({ prices: points, market_caps: points, total_volumes: points });
    const sizes: number[] = [];
    for (const days of [1, 30, 200]) {
      const body = await askJson(`${url}/market_chart?vs_currency=usd&days=${days}`);
      sizes.push(v.parse(chart, body).prices.length);
    }
    expect(sizes).toEqual([288, 720, 201]);
    const history = await askJson(`${url}/history?date=01-01-2026`);
    expect(history).toHaveProperty(["market_data", "current_price", "usd"]);
    expect(await askJson(`${url}/history?date=05-01-2026`)).not.toHaveProperty("market_data");
  });
});

const description = join(recordingsFolder ?? "", "openapi_demo.json");
if (existsSync(description)) describeOfficialShapes(description);
else
  log.info(
    `Skipped: comparison with CoinGecko's official description, ${description} does not exist.`,
  );
