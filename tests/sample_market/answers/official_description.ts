import { readFileSync } from "node:fs";
import Ajv, { type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import {
  serveSampleMarket,
  type SampleMarketServer,
} from "../../../pipelines/sample_market/serve_sample_market";
import { askJson, type Element } from "../ask";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
interface Description {
  components: { schemas: Record<string, Json> };
}

/**
 * A schema of the description, adapted to what real answers contain:
 * - any value may be null, in lists too;
 * - of the elements of market pages and categories, any field but a few may be absent.
 * It is stricter in one respect: an object with named properties has no others.
 */
function relaxed(schema: Json, required?: readonly string[]): Json {
  if (Array.isArray(schema)) return schema.map((part) => relaxed(part));
  if (schema === null || typeof schema !== "object") return schema;
  const copy: Record<string, Json> = {};
  for (const [name, value] of Object.entries(schema)) {
    if (name === "example" || name === "required") continue;
    copy[name] = name === "properties" ? eachRelaxed(value) : relaxed(value, required);
  }
  if (typeof schema.type === "string") copy.nullable = true;
  if (schema.properties && !("additionalProperties" in schema)) copy.additionalProperties = false;
  if (schema.required) copy.required = required ? [...required] : schema.required;
  return copy;
}

function eachRelaxed(properties: Json): Json {
  const entries = Object.entries(properties as Record<string, Json>);
  return Object.fromEntries(entries.map(([name, schema]) => [name, relaxed(schema)]));
}

function compile(schema: Json): ValidateFunction {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  return ajv.compile(schema as object);
}

function expectValid(validate: ValidateFunction, value: unknown): void {
  validate(value);
  expect(validate.errors ?? []).toEqual([]);
}

/** Defines the tests of the sample market against CoinGecko's OpenAPI description. */
export function describeOfficialShapes(file: string): void {
  describe("the sample market, by CoinGecko's official description", () => {
    const { schemas } = (JSON.parse(readFileSync(file, "utf8")) as Description).components;
    const asItIs = (name: string) => compile(schemas[name] ?? null);
    const asSeen = (name: string) =>
      compile(
        relaxed(
          schemas[name] ?? null,
          name === "CoinsMarkets" ? ["id", "symbol", "name"] : undefined,
        ),
      );
    let server: SampleMarketServer;
    beforeAll(async () => {
      server = await serveSampleMarket({ coins: 500, date: "2026-01-02" });
    });
    afterAll(() => server.close());

    it.each([
      ["PingServer", "/ping"],
      ["CoinsList", "/coins/list"],
      ["CoinsList", "/coins/list?include_platform=true"],
      ["CoinsList", "/coins/list?status=inactive"],
      ["CategoriesList", "/coins/categories/list"],
      ["Global", "/global"],
      ["ExchangeRates", "/exchange_rates"],
      ["AssetPlatforms", "/asset_platforms"],
    ])("%s matches without relaxation: %s", async (name, path) => {
      expectValid(asItIs(name), await askJson(server.url + path));
    });

    it("categories match with null and absent totals allowed", async () => {
      const totals = compile(relaxed(schemas.Categories ?? null, ["id", "name"]));
      expectValid(totals, await askJson(`${server.url}/coins/categories`));
    });

    it("the first coins match without relaxation", async () => {
      const query = "vs_currency=usd&per_page=30&sparkline=true&price_change_percentage=1h,24h,7d";
      const page = await askJson(`${server.url}/coins/markets?${query}`);
      expectValid(asItIs("CoinsMarkets"), page);
    });

    it.each([1, 2, 3, 4, 5])("a market page with all optional fields: %d", async (page) => {
      const query =
        "vs_currency=eur&order=id_asc&sparkline=true&include_rehypothecated=true" +
        `&price_change_percentage=1h,24h,7d,14d,30d,200d,1y&page=${page}`;
      const elements = await askJson<Element[]>(`${server.url}/coins/markets?${query}`);
      expect(elements.length).toBeGreaterThan(90);
      expectValid(asSeen("CoinsMarkets"), elements);
    });

    it("full and reduced details of forty coins", async () => {
      const list = await askJson<{ id: string }[]>(`${server.url}/coins/list`);
      const validate = asSeen("CoinsID");
      for (const { id } of list.slice(0, 40)) {
        if (id === list[37]?.id) continue;
        const url = `${server.url}/coins/${encodeURIComponent(id)}`;
        expectValid(
          validate,
          await askJson(`${url}?sparkline=true&include_categories_details=true`),
        );
        const cheap = [
          "localization",
          "tickers",
          "market_data",
          "community_data",
          "developer_data",
        ];
        const query = cheap.map((part) => `${part}=false`).join("&");
        const details = await askJson<object>(`${url}?${query}`);
        expectValid(validate, details);
        for (const part of cheap) expect(details).not.toHaveProperty(part);
      }
    });

    it("history and charts match with null allowed", async () => {
      const [first] = await askJson<{ id: string }[]>(`${server.url}/coins/list`);
      const url = `${server.url}/coins/${first?.id ?? ""}`;
      expectValid(asSeen("CoinsIdHistory"), await askJson(`${url}/history?date=30-12-2025`));
      const chart = asItIs("CoinsMarketChart");
      for (const days of ["1", "30", "365"]) {
        expectValid(chart, await askJson(`${url}/market_chart?vs_currency=usd&days=${days}`));
      }
      const range = "vs_currency=usd&from=1764547200&to=1764633600";
      expectValid(chart, await askJson(`${url}/market_chart/range?${range}`));
    });
  });
}
