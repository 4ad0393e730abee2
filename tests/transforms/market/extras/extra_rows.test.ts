import { extraNames, type ExtraName } from "../../../../pipelines/coingecko/settings";
import { extraSpecs } from "../../../../pipelines/transforms/market/extras/extra_specs";
import { extraTables } from "../../../../pipelines/run/tables";
import { FieldError } from "../../../../pipelines/transforms/parse/fields";
import { runOf } from "../../../run/run_of";

const ingested_at = "2026-01-02T12:00:00.000Z";
const snapshot_date = "2026-01-02";

/** The rows of a body, with the reason and the field in the place of a row that is rejected. */
function rowsOf(name: ExtraName, body: string, vsCurrency = "usd"): unknown[] {
  const { listText, toRow } = extraSpecs[name];
  const run = runOf("market-snapshot", `--vsCurrency=${vsCurrency}`);
  return (JSON.parse(listText(body)) as unknown[]).map((element) => {
    try {
      return toRow(element, run, ingested_at);
    } catch (error) {
      if (!(error instanceof FieldError)) throw error;
      return `${error.field ?? "-"}: ${error.reason}`;
    }
  });
}

describe("/global", () => {
  const body = `{"data":{"active_cryptocurrencies":17397,"upcoming_icos":0,"ongoing_icos":49,
    "ended_icos":3376,"markets":1476,"total_market_cap":{"btc":34570737.199462704,"usd":2.6e12},
    "total_volume":{"usd":95133256404},"market_cap_percentage":{"btc":57.95,"eth":9.58,"usdt":7.2},
    "market_cap_change_percentage_24h_usd":-1.6,"volume_change_percentage_24h_usd":33.06,
    "updated_at":1779878351}}`;
  const row = {
    ...{ snapshot_date, vs_currency: "usd", total_market_cap: 2.6e12, total_volume: 95133256404 },
    ...{ market_cap_change_percentage_24h: -1.6, active_cryptocurrencies: 17397, markets: 1476 },
    ...{ upcoming_icos: 0, ongoing_icos: 49, ended_icos: 3376 },
    ...{ bitcoin_dominance: 57.95, ethereum_dominance: 9.58 },
    ...{ updated_at: "2026-05-27T10:39:11.000Z", ingested_at },
  };

  it("is one row, in the currency of the run", () => {
    expect(rowsOf("global", body)).toEqual([row]);
    expect(rowsOf("global", body, "btc")).toEqual([
      {
        ...row,
        ...{ vs_currency: "btc", total_market_cap: 34570737.199462704, total_volume: null },
      },
    ]);
  });

  it("may lack any total", () => {
    const [empty] = rowsOf("global", `{"data":{"markets":null,"total_volume":null}}`);
    const known = Object.entries(empty as object).filter(([, value]) => value !== null);
    expect(known.map(([name]) => name)).toEqual(["snapshot_date", "vs_currency", "ingested_at"]);
  });

  it.each([
    [`{"data":{"markets":"1476"}}`, 'markets: markets: expected a number, got the text "1476"'],
    [`{"data":{"markets":1.5}}`, "markets: markets: expected a whole number, got the number 1.5"],
    [
      `{"data":{"total_volume":5}}`,
      "total_volume: total_volume: expected an object, got the number 5",
    ],
    [
      `{"data":{"total_volume":{"usd":1e400}}}`,
      "usd: usd: expected a number, got the number Infinity",
    ],
    [
      `{"data":{"updated_at":"2026-01-02"}}`,
      'updated_at: updated_at: expected a number, got the text "2026-01-02"',
    ],
  ])("%s is rejected", (body, reason) => {
    expect(rowsOf("global", body)).toEqual([reason]);
  });
});

describe("/coins/categories", () => {
  const row = {
    ...{ snapshot_date, category_id: "layer-1", name: "Layer 1 (L1)", market_cap: 2.15e12 },
    ...{ market_cap_change_24h: -0.5, total_volume: 44289945362.19749 },
    ...{ top_3_asset_ids: "bitcoin|a/b|c", updated_at: "2026-05-26T10:01:55.213Z", ingested_at },
  };
  const none = {
    ...{ snapshot_date, category_id: "new", name: null, market_cap: null, total_volume: null },
    ...{ market_cap_change_24h: null, top_3_asset_ids: null, updated_at: null, ingested_at },
  };

  it("is a row a category, in which any total may be null or absent", () => {
    const body = `[{"id":"layer-1","name":"Layer 1 (L1)","market_cap":2.15e12,
      "market_cap_change_24h":-0.5,"content":"All.","top_3_coins_id":["bitcoin","a|b",null,"c"],
      "top_3_coins":["https://host/x.png"],"volume_24h":44289945362.19749,
      "updated_at":"2026-05-26T18:01:55.213+08:00"},
      {"id":"new","market_cap":null,"volume_24h":null,"top_3_coins_id":[]}, {"id":"new"}]`;
    expect(rowsOf("categories", body)).toEqual([row, none, none]);
  });

  it("rejects a category without an id, and a field of another type", () => {
    const body = `[{"name":"No id"},{"id":" "},{"id":5},{"id":"a","market_cap":"1"},
      {"id":"b","top_3_coins_id":"bitcoin"},{"id":"c","updated_at":"yesterday"},7]`;
    expect(rowsOf("categories", body)).toEqual([
      "id: no usable id",
      "id: no usable id",
      "id: id: expected a text, got the number 5",
      'market_cap: market_cap: expected a number, got the text "1"',
      'top_3_coins_id: top_3_coins_id: expected a list, got the text "bitcoin"',
      'updated_at: updated_at: expected a timestamp, got the text "yesterday"',
      "-: expected an object, got the number 7",
    ]);
  });
});

describe("/exchange_rates", () => {
  const row = (currency: string, name: string, unit: string, type: string, rate: number) => ({
    ...{ snapshot_date, currency, name, unit, type, rate_to_btc: rate, ingested_at },
  });

  it("is a row a currency, in the order of the answer", () => {
    const body = `{ "note" : {"rates": 1}, "rates" : {
      "usd":{"name":"US Dollar","unit":"$","value":75817.765,"type":"fiat"},
      "888":{"name":"Digits","unit":"8","value":1e-30,"type":"crypto"},
      "xag" : {"name":"Silver - Troy Ounce","unit":"XAG","value":995.118,"type":"commodity"}}}`;
    expect(rowsOf("rates", body)).toEqual([
      row("usd", "US Dollar", "$", "fiat", 75817.765),
      row("888", "Digits", "8", "crypto", 1e-30),
      row("xag", "Silver - Troy Ounce", "XAG", "commodity", 995.118),
    ]);
  });

  it("rejects a rate that nothing can be divided by, and one that is none", () => {
    const rates = ["0", "-1.5", "1e-39", "1e39", '"1"', "null"].map(
      (value, n) => `"c${n}":{"value":${value}}`,
    );
    const body = `{"rates":{${rates.join(",")},"d":null,"e":5,"":{"value":1}}}`;
    expect(rowsOf("rates", body)).toEqual([
      "value: value: expected a rate above 0, got the number 0",
      "value: value: expected a rate above 0, got the number -1.5",
      "value: value: expected a rate above 0, got the number 1e-39",
      "value: value is beyond BIGNUMERIC's range",
      'value: value: expected a number, got the text "1"',
      "value: no usable value",
      "d: no d",
      "e: e: expected an object, got the number 5",
      "-: no usable currency",
    ]);
  });
});

it("all columns of each table are in its rows", () => {
  const bodies = { global: `{"data":{}}`, categories: `[{"id":"a"}]`, rates: "" };
  const rates = `{"rates":{"usd":{"value":1}}}`;
  for (const name of extraNames) {
    const [row] = rowsOf(name, bodies[name] || rates);
    const columns = extraTables[name].columns.map((column) => column.name);
    expect(Object.keys(row as object)).toEqual(columns);
  }
});
