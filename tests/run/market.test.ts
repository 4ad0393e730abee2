import { marketOf } from "../../pipelines/run/market";

it.each([
  ["sample", "sample"],
  ["sample:2500", "sample"],
  ["public", "coingecko"],
  ["demo", "coingecko"],
  ["pro", "coingecko"],
  ["https://pro-api.coingecko.com/api/v3", "coingecko"],
  ["https://coins.example/api/v3/", "coins.example/api/v3"],
  ["http://coins.example/api/v3", "coins.example/api/v3"],
  ["https://coins.example:8443", "coins.example:8443"],
  ["https://notcoingecko.com", "notcoingecko.com"],
  ["http://127.0.0.1:4000", "localhost"],
  ["http://localhost:5000/", "localhost"],
  ["http://[::1]:4000/a", "localhost/a"],
])("the market of %s is %s", (source, market) => {
  expect(marketOf(source)).toBe(market);
});
