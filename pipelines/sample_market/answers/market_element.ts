import { hash } from "../hash";
import { lastPricesIn, priceIn } from "../market/price_series";
import type { SampleCoin, SampleMarket } from "../market/sample_market";
import { allTimeHigh, allTimeLow, marketValues, type MarketValues } from "../prices/market_values";
import { hoursPerDay, hoursPerWeek } from "../time";
import { floatText, integerText, moneyText, percentText, priceText } from "./json_number";
import { applyOddity } from "./odd_market_fields";

/** The windows of `price_change_percentage`, in hours. */
export const timeFrames: ReadonlyMap<string, number> = new Map([
  ["1h", 1],
  ["24h", 24],
  ["7d", 168],
  ["14d", 336],
  ["30d", 720],
  ["200d", 4800],
  ["1y", 8760],
]);

export interface ElementOptions {
  readonly vsCurrency: string;
  readonly sparkline: boolean;
  /** Keys of `timeFrames`. */
  readonly timeFrames: readonly string[];
  /** Decimals of prices; `full` for unrounded; undefined for CoinGecko's own rounding. */
  readonly precision?: number | "full" | undefined;
  readonly includeRehypothecated: boolean;
}

/** An element of /coins/markets: field names and their JSON texts, in the order of the wire. */
export function marketFields(
  market: SampleMarket,
  coin: SampleCoin,
  options: ElementOptions,
): Map<string, string> {
  const { vsCurrency } = options;
  const length = (options.sparkline ? hoursPerWeek : hoursPerDay) + 1;
  const hours = lastPricesIn(market, coin, vsCurrency, length);
  const values = marketValues(coin.model, market.hour, hours);
  const money = (amount: number) => moneyText(amount, options.precision);
  const { seed } = coin.model;
  const ranked = values.marketCap > 0;
  const rank = market.ranking.rankOf(coin.index);

  const fields = new Map([
    ["id", JSON.stringify(coin.id)],
    ["symbol", JSON.stringify(coin.symbol)],
    ["name", JSON.stringify(coin.name)],
    ["image", JSON.stringify(imageUrl(coin, "large"))],
    ["current_price", money(values.price)],
    ["market_cap", ranked ? integerText(values.marketCap) : "0.0"],
    ["market_cap_rank", rankText(market.ranking.rankWithoutRehypothecated(coin.index))],
    ["fully_diluted_valuation", ranked ? integerText(values.totalSupply * values.price) : "null"],
    ["total_volume", ranked ? integerText(values.volume) : floatText(values.volume)],
    ["high_24h", money(values.high)],
    ["low_24h", money(values.low)],
    ...changes(coin, values, options),
    ["circulating_supply", floatText(values.circulatingSupply)],
    ["total_supply", floatText(values.totalSupply)],
    ["max_supply", values.maxSupply === null ? "null" : floatText(values.maxSupply)],
    ...extremes(market, coin, values.price, options),
    ["roi", seed % 5 === 0 ? roiText(seed) : "null"],
    ["last_updated", dateText(lastUpdated(market, coin))],
  ]);
  if (options.includeRehypothecated) {
    fields.set("market_cap_rank_with_rehypothecated", rankText(rank));
  }
  if (options.sparkline) {
    // Most real sparklines have 168 points: the hours up to now, without the one 7 days ago.
    const full = hours.length > hoursPerWeek && coin.oddity !== "sparkline of 169 points";
    fields.set("sparkline_in_7d", sparklineText(full ? hours.subarray(1) : hours));
  }
  for (const frame of options.timeFrames) {
    const start = market.hour - (timeFrames.get(frame) ?? 0);
    const before = start < coin.model.listedAt ? null : priceIn(market, coin, vsCurrency, start);
    const change = before === null ? null : (100 * (values.price - before)) / before;
    fields.set(
      `price_change_percentage_${frame}_in_currency`,
      change === null ? "null" : floatText(change),
    );
  }
  if (coin.oddity) applyOddity(coin.oddity, fields, values);
  return fields;
}

/** The JSON text of an object. */
export function objectText(fields: ReadonlyMap<string, string>): string {
  let text = "{";
  for (const [name, value] of fields) text += `${text.length > 1 ? "," : ""}"${name}":${value}`;
  return `${text}}`;
}

export function imageUrl(coin: SampleCoin, size: "thumb" | "small" | "large"): string {
  const file = `${encodeURIComponent(coin.id)}.png`;
  return `https://coin-images.coingecko.com/coins/images/${coin.index + 1}/${size}/${file}?1696501400`;
}

/** Within the last three minutes, as a function of the coin. */
export function lastUpdated(market: SampleMarket, coin: SampleCoin): number {
  return market.now - (hash(coin.model.seed, 23) % 180_000);
}

export function dateText(at: number): string {
  return `"${new Date(at).toISOString()}"`;
}

/** The changes of 24 hours. */
function changes(
  coin: SampleCoin,
  values: MarketValues,
  { precision }: ElementOptions,
): [string, string][] {
  const { price, dayBefore, marketCap, marketCapDayBefore } = values;
  const names = ["price", "market_cap"].flatMap((of) => [
    `${of}_change_24h`,
    `${of}_change_percentage_24h`,
  ]);
  if (dayBefore === null || marketCapDayBefore === null) return names.map((name) => [name, "null"]);
  const change = price - dayBefore;
  const capChange = marketCap - marketCapDayBefore;
  const rounded = precision === undefined && coin.model.seed % 2 === 1;
  return [
    ["price_change_24h", rounded ? priceText(change) : floatText(change)],
    ["price_change_percentage_24h", percentText((100 * change) / dayBefore)],
    ["market_cap_change_24h", floatText(capChange)],
    [
      "market_cap_change_percentage_24h",
      marketCapDayBefore > 0 ? percentText((100 * capChange) / marketCapDayBefore) : "0.0",
    ],
  ];
}

/** All-time high and low. Their dates don't depend on the currency. */
function extremes(
  market: SampleMarket,
  coin: SampleCoin,
  price: number,
  { vsCurrency, precision }: ElementOptions,
): [string, string][] {
  const [leastRate, greatestRate] = market.rates.range(vsCurrency);
  const high = allTimeHigh(coin.model);
  const low = allTimeLow(coin.model);
  const [ath, atl] = [high.price * greatestRate, low.price * leastRate];
  return [
    ["ath", moneyText(ath, precision)],
    ["ath_change_percentage", percentText(100 * (price / ath - 1))],
    ["ath_date", dateText(market.allTimeDate(high.at))],
    ["atl", moneyText(atl, precision)],
    ["atl_change_percentage", percentText(100 * (price / atl - 1))],
    ["atl_date", dateText(market.allTimeDate(low.at))],
  ];
}

function rankText(rank: number | null): string {
  return rank === null ? "null" : String(rank);
}

function sparklineText(points: Float64Array): string {
  let text = "";
  for (const point of points) text += `${text === "" ? "" : ","}${floatText(point)}`;
  return `{"price":[${text}]}`;
}

function roiText(own: number): string {
  const times = (hash(own, 24) % 1_000_000) / 7000 - 1;
  const currency = own % 2 === 0 ? "usd" : "eth";
  const percentage = floatText(times * 100);
  return `{"times":${floatText(times)},"currency":"${currency}","percentage":${percentage}}`;
}
