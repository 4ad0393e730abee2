import { hoursPerDay, hoursPerWeek } from "./time";
import { currencies } from "./currencies";
import { hash } from "./hash";
import { floatText, integerText, percentText, priceText } from "./json_number";
import { marketValues, prices } from "./market_values";
import { applyOddity } from "./odd_market_fields";
import type { SampleCoin, SampleMarket } from "./sample_market";

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
  /** Keys of timeFrames. */
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
  const rate = currencies.get(options.vsCurrency) ?? 1;
  const hours = market.lastPrices(coin, (options.sparkline ? hoursPerWeek : hoursPerDay) + 1);
  const rank = market.rankOf(coin);
  const values = marketValues(coin.prices, rank, market.volumeRankOf(rank), market.hour, hours);
  const money = (dollars: number) => moneyText(dollars * rate, options.precision);
  const whole = (dollars: number) => integerText(dollars * rate);
  const own = coin.prices.seed;
  const ranked = market.isRanked(rank);
  const change = values.price - values.dayBefore;
  const capChange = values.marketCap - values.marketCapDayBefore;
  const deviation = 1 + (hash(own, 21) % 100) / 1e5;

  const fields = new Map([
    ["id", JSON.stringify(coin.id)],
    ["symbol", JSON.stringify(coin.symbol)],
    ["name", JSON.stringify(coin.name)],
    ["image", JSON.stringify(imageUrl(coin, "large"))],
    ["current_price", money(values.price)],
    ["market_cap", ranked ? whole(values.marketCap) : "0.0"],
    ["market_cap_rank", rankText(ranked ? market.rankWithoutRehypothecated(coin) : null)],
    ["fully_diluted_valuation", ranked ? whole(values.totalSupply * values.price) : "null"],
    ["total_volume", ranked ? whole(values.volume) : floatText(values.volume * rate)],
    ["high_24h", money(values.high)],
    ["low_24h", money(values.low)],
    ["price_change_24h", own % 2 === 0 ? floatText(change * rate) : priceText(change * rate)],
    ["price_change_percentage_24h", percentText((100 * change) / values.dayBefore)],
    ["market_cap_change_24h", ranked ? floatText(capChange * rate * deviation) : "0.0"],
    [
      "market_cap_change_percentage_24h",
      ranked ? percentText(((100 * capChange) / values.marketCapDayBefore) * deviation) : "0.0",
    ],
    ["circulating_supply", ranked ? floatText(values.circulatingSupply) : "0.0"],
    ["total_supply", floatText(values.totalSupply)],
    ["max_supply", values.maxSupply === null ? "null" : floatText(values.maxSupply)],
    ["ath", money(values.ath)],
    ["ath_change_percentage", percentText(100 * (values.price / values.ath - 1))],
    ["ath_date", dateText(market.allTimeDate(values.athDate))],
    ["atl", money(values.atl)],
    ["atl_change_percentage", percentText(100 * (values.price / values.atl - 1))],
    ["atl_date", dateText(market.allTimeDate(values.atlDate))],
    ["roi", own % 5 === 0 ? roiText(own) : "null"],
    ["last_updated", dateText(lastUpdated(market, coin))],
  ]);
  if (options.includeRehypothecated) {
    fields.set("market_cap_rank_with_rehypothecated", rankText(ranked ? rank + 1 : null));
  }
  if (options.sparkline) {
    // Most real sparklines have 168 points: the hours up to now, without the one 7 days ago.
    const points = coin.oddity === "sparkline of 169 points" ? hours : hours.subarray(1);
    fields.set("sparkline_in_7d", sparklineText(points, rate));
  }
  for (const frame of options.timeFrames) {
    const length = timeFrames.get(frame) ?? 0;
    const before = prices(coin.prices, market.hour - length, 1)[0] ?? values.price;
    const young = length > hash(own, 22) % 40_000;
    fields.set(
      `price_change_percentage_${frame}_in_currency`,
      young ? "null" : floatText((100 * (values.price - before)) / before),
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
  return market.now - (hash(coin.prices.seed, 23) % 180_000);
}

export function dateText(at: number): string {
  return `"${new Date(at).toISOString()}"`;
}

export function moneyText(value: number, precision: number | "full" | undefined): string {
  if (precision === undefined) return priceText(value);
  return floatText(precision === "full" ? value : Number(value.toFixed(precision)));
}

function rankText(rank: number | null): string {
  return rank === null ? "null" : String(rank);
}

function sparklineText(points: Float64Array, rate: number): string {
  let text = "";
  for (const point of points) text += `${text === "" ? "" : ","}${floatText(point * rate)}`;
  return `{"price":[${text}]}`;
}

function roiText(own: number): string {
  const times = (hash(own, 24) % 1_000_000) / 7000 - 1;
  const currency = own % 2 === 0 ? "usd" : "eth";
  const percentage = floatText(times * 100);
  return `{"times":${floatText(times)},"currency":"${currency}","percentage":${percentage}}`;
}
