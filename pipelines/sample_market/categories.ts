import { floatText } from "./json_number";
import { marketCapOfRank } from "./market_values";
import { dateText } from "./market_element";
import type { SampleMarket } from "./sample_market";

interface Category {
  readonly id: string;
  readonly name: string;
  /** Every `period`-th standing, from `first` on, is a member. */
  readonly first: number;
  readonly period: number;
}

const DAY = 24;

export const CATEGORIES: readonly Category[] = [
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

/** The categories of the coin with a standing; none for one that is off the market pages. */
export function categoriesOf(standing: number | null): Category[] {
  if (standing === null) return [];
  return CATEGORIES.filter(({ first, period }) => standing % period === first % period);
}

/** The indexes of a category's coins, or null when there is no such category. */
export function membersOf(market: SampleMarket, id: string): number[] | null {
  const category = CATEGORIES.find((candidate) => candidate.id === id);
  if (!category) return null;
  return standingsOf(market, category).map((standing) =>
    market.listing.indexOfPlace(market.listing.placeOfStanding(standing)),
  );
}

/** The body of /coins/categories/list. */
export function categoriesListText(): string {
  return JSON.stringify(CATEGORIES.map(({ id, name }) => ({ category_id: id, name })));
}

export const CATEGORY_ORDERS = [
  "market_cap_desc",
  "market_cap_asc",
  "name_desc",
  "name_asc",
  "market_cap_change_24h_desc",
  "market_cap_change_24h_asc",
] as const;

/** The body of /coins/categories. */
export function categoriesText(market: SampleMarket, order: string): string {
  const rows = CATEGORIES.map((category) => figures(market, category));
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
  const standings = standingsOf(market, category);
  const capAt = (hour: number) =>
    standings.reduce((sum, standing) => sum + marketCapOfRank(standing, hour), 0);
  const cap = capAt(market.hour);
  const before = capAt(market.hour - DAY);
  const change = before === 0 ? 0 : (100 * (cap - before)) / before;
  const top = standings
    .slice(0, 3)
    .map((at) => market.coin(market.listing.indexOfPlace(market.listing.placeOfStanding(at))));
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

function standingsOf(market: SampleMarket, { first, period }: Category): number[] {
  const count = Math.max(0, Math.ceil((market.listing.pagedCoins - first) / period));
  return Array.from({ length: count }, (_, n) => first + n * period);
}
