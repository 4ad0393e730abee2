import type { SampleMarket } from "../market/sample_market";
import { categories, positionsOf, type Category } from "./categories";
import { floatText } from "./json_number";
import { dateText } from "./market_element";

export const categoryOrders = [
  "market_cap_desc",
  "market_cap_asc",
  "name_desc",
  "name_asc",
  "market_cap_change_24h_desc",
  "market_cap_change_24h_asc",
] as const;

const hourMs = 3_600_000;

interface CategoryTotals {
  readonly category: Category;
  readonly cap: number;
  /** In percent. */
  readonly change: number;
  readonly volume: number;
  /** Indexes of the largest coins. */
  readonly top3: readonly number[];
}

/** The body of /coins/categories. */
export function categoriesText(market: SampleMarket, order: string): string {
  const all = categories.map((category) => totalsOf(market, category));
  const sign = order.endsWith("asc") ? 1 : -1;
  all.sort((a, b) => sign * compare(a, b, order));
  const texts = all.flatMap((totals) => {
    const text = totalsText(market, totals, market.now);
    if (totals.category.oddity !== "listed twice") return [text];
    // The older one last, where a reader that keeps the last one would keep it.
    return [text, totalsText(market, totals, market.now - hourMs)];
  });
  return `[${texts.join(",")}]`;
}

function compare(a: CategoryTotals, b: CategoryTotals, order: string): number {
  if (order.startsWith("name")) return a.category.name < b.category.name ? -1 : 1;
  return order.startsWith("market_cap_change") ? a.change - b.change : a.cap - b.cap;
}

function totalsOf(market: SampleMarket, category: Category): CategoryTotals {
  const { listing, ranking } = market;
  const positions = positionsOf(market, category);
  const sum = (values: Float64Array) =>
    positions.reduce((total, position) => total + (values[position] ?? 0), 0);
  const cap = sum(ranking.caps);
  const before = sum(ranking.capsDayBefore);
  const top3 = [...positions]
    .sort((a, b) => ranking.byCap.rankOf(a) - ranking.byCap.rankOf(b))
    .slice(0, 3)
    .map((position) => listing.indexOfPagePosition(position));
  const change = before === 0 ? 0 : (100 * (cap - before)) / before;
  return { category, cap, change, volume: sum(ranking.volumes), top3 };
}

function totalsText(market: SampleMarket, totals: CategoryTotals, updatedAt: number): string {
  const { category, cap, change, volume, top3 } = totals;
  const { id, name, oddity } = category;
  const number = (value: number) => (oddity === "null totals" ? "null" : floatText(value));
  const coins = top3.map((index) => market.names.of(index).id);
  const images = top3.map(
    (index) => `https://assets.coingecko.com/coins/images/${index + 1}/small/coin.png`,
  );
  const fields = [
    `"id":${JSON.stringify(id)}`,
    `"name":${JSON.stringify(name)}`,
    ...(oddity === "no market cap" ? [] : [`"market_cap":${number(cap)}`]),
    `"market_cap_change_24h":${oddity === "no market cap" ? "null" : number(change)}`,
    `"content":${JSON.stringify(oddity ? "" : `Coins of the sample category ${name}.`)}`,
    `"top_3_coins_id":${JSON.stringify(coins)}`,
    `"top_3_coins":${JSON.stringify(images)}`,
    `"volume_24h":${number(volume)}`,
    `"updated_at":${oddity === "null totals" ? "null" : dateText(updatedAt)}`,
  ];
  return `{${fields.join(",")}}`;
}
