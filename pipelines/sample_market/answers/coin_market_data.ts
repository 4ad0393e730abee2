import { lastPricesIn } from "../market/price_series";
import type { SampleCoin, SampleMarket } from "../market/sample_market";
import { currencies } from "../prices/currencies";
import { hoursPerWeek } from "../time";
import { floatText } from "./json_number";
import { marketFields, timeFrames } from "./market_element";

/** Fields with a value per currency: `{"usd": ..., "eur": ...}`. */
const fieldsInEveryCurrency = [
  "current_price",
  "market_cap",
  "fully_diluted_valuation",
  "total_volume",
  "high_24h",
  "low_24h",
  "ath",
  "ath_change_percentage",
  "ath_date",
  "atl",
  "atl_change_percentage",
  "atl_date",
];

/** Fields with one value, in US dollars where they are amounts of money. */
const fieldsGivenOnce = [
  "market_cap_rank",
  "market_cap_rank_with_rehypothecated",
  "roi",
  "price_change_24h",
  "price_change_percentage_24h",
  "market_cap_change_24h",
  "market_cap_change_percentage_24h",
  "circulating_supply",
  "total_supply",
  "max_supply",
  "last_updated",
];

/** `market_data` of /coins/{id}: a currency's values are those of its market pages. */
export function coinMarketDataText(
  market: SampleMarket,
  coin: SampleCoin,
  query: URLSearchParams,
): string {
  const options = { sparkline: false, timeFrames: [...timeFrames.keys()] };
  const pages = [...currencies.keys()].map((vsCurrency) => {
    const page = { ...options, vsCurrency, includeRehypothecated: true };
    return [vsCurrency, marketFields(market, coin, page)] as const;
  });
  const dollars = new Map(pages).get("usd") ?? new Map<string, string>();
  const everywhere = (name: string) =>
    `{${pages.map(([currency, fields]) => `"${currency}":${fields.get(name) ?? "null"}`).join(",")}}`;

  const parts = ['"total_value_locked":null', '"mcap_to_tvl_ratio":null'];
  for (const name of fieldsInEveryCurrency) parts.push(`"${name}":${everywhere(name)}`);
  for (const name of fieldsGivenOnce) parts.push(`"${name}":${dollars.get(name) ?? "null"}`);
  for (const frame of timeFrames.keys()) {
    const name = `price_change_percentage_${frame}`;
    parts.push(`"${name}_in_currency":${everywhere(`${name}_in_currency`)}`);
    if (frame !== "1h" && frame !== "24h") {
      parts.push(`"${name}":${dollars.get(`${name}_in_currency`) ?? "null"}`);
    }
  }
  if (query.get("sparkline") === "true") {
    const week = Array.from(lastPricesIn(market, coin, "usd", hoursPerWeek), floatText);
    parts.push(`"sparkline_7d":[${week.join(",")}]`);
  }
  return `{${parts.join(",")}}`;
}
