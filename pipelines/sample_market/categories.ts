import { hoursPerDay } from "./time";
import { floatText } from "./json_number";
import { marketCapOfRank } from "./market_values";
import { dateText } from "./market_element";
import type { SampleMarket } from "./sample_market";

interface Category {
  readonly id: string;
  readonly name: string;
  /** The members are every `period`-th base rank from `first` on. */
  readonly first: number;
  readonly period: number;
}

export const categories: readonly Category[] = [
  { id: "layer-1", name: "Layer 1 (L1)", first: 0, period: 7 },
  { id: "smart-contract-platform", name: "Smart Contract Platform", first: 1, period: 5 },
  { id: "stablecoins", name: "Stablecoins", first: 2, period: 23 },
  { id: "decentralized-finance-defi", name: "Decentralized Finance (DeFi)", first: 3, period: 6 },
  { id: "meme-token", name: "Meme", first: 5, period: 4 },
  { id: "artificial-intelligence", name: "Artificial Intelligence (AI)", first: 6, period: 9 },
  { id: "real-world-assets-rwa", name: "Real World Assets (RWA), tokenized", first: 8, period: 17 },
  { id: "gaming", name: "Gaming (GameFi)", first: 9, period: 11 },
  { id: "pipes-and-bars", name: "Pipes | Bars", first: 10, period: 31 },
  { id: "quoted", name: 'The "Best" Ecosystem', first: 12, period: 37 },
];

/** The categories of the coin with a base rank; none for a coin on no market page. */
export function categoriesOf(baseRank: number | null): Category[] {
  if (baseRank === null) return [];
  return categories.filter(({ first, period }) => baseRank % period === first % period);
}

/** The indexes of a category's coins; null for an unknown category. */
export function membersOf(market: SampleMarket, id: string): number[] | null {
  const category = categories.find((candidate) => candidate.id === id);
  if (!category) return null;
  return baseRanksOf(market, category).map((baseRank) =>
    market.listing.indexOfPagePosition(market.listing.pagePositionOfBaseRank(baseRank)),
  );
}

/** The body of /coins/categories/list. */
export function categoriesListText(): string {
  return JSON.stringify(categories.map(({ id, name }) => ({ category_id: id, name })));
}

export const categoryOrders = [
  "market_cap_desc",
  "market_cap_asc",
  "name_desc",
  "name_asc",
  "market_cap_change_24h_desc",
  "market_cap_change_24h_asc",
] as const;

/** The body of /coins/categories. */
export function categoriesText(market: SampleMarket, order: string): string {
  const rows = categories.map((category) => figures(market, category));
  const by = order.startsWith("name")
    ? "name"
    : order.startsWith("market_cap_change")
      ? "change"
      : "cap";
  const sign = order.endsWith("asc") ? 1 : -1;
  rows.sort((a, b) => (a[by] < b[by] ? -sign : a[by] > b[by] ? sign : 0));
  return `[${rows.map(({ text }) => text).join(",")}]`;
}

function figures(market: SampleMarket, category: Category) {
  const baseRanks = baseRanksOf(market, category);
  const capAt = (hour: number) =>
    baseRanks.reduce((sum, baseRank) => sum + marketCapOfRank(baseRank, hour), 0);
  const cap = capAt(market.hour);
  const before = capAt(market.hour - hoursPerDay);
  const change = before === 0 ? 0 : (100 * (cap - before)) / before;
  const top = baseRanks
    .slice(0, 3)
    .map((at) =>
      market.coin(market.listing.indexOfPagePosition(market.listing.pagePositionOfBaseRank(at))),
    );
  const { id, name } = category;
  const text =
    `{"id":${JSON.stringify(id)},"name":${JSON.stringify(name)},` +
    `"market_cap":${floatText(cap)},"market_cap_change_24h":${floatText(change)},` +
    `"content":${JSON.stringify(`Coins of the sample category ${name}.`)},` +
    `"top_3_coins_id":${JSON.stringify(top.map((coin) => coin.id))},` +
    `"top_3_coins":${JSON.stringify(top.map((coin) => `https://assets.coingecko.com/coins/images/${coin.index + 1}/small/coin.png`))},` +
    `"volume_24h":${floatText(cap * 0.04)},"updated_at":${dateText(market.now)}}`;
  return { name, cap, change, text };
}

function baseRanksOf(market: SampleMarket, { first, period }: Category): number[] {
  const count = Math.max(0, Math.ceil((market.listing.pagedCoins - first) / period));
  return Array.from({ length: count }, (_, n) => first + n * period);
}
