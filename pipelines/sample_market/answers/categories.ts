import type { SampleMarket } from "../market/sample_market";

export interface Category {
  readonly id: string;
  readonly name: string;
  /** Every `period`-th base rank, from `first` on, is a member; without it, no coin is. */
  readonly members?: { readonly first: number; readonly period: number };
  /** What is unusual about it in /coins/categories. */
  readonly oddity?: "null totals" | "no market cap" | "listed twice";
}

const every = (period: number, first: number) => ({ first, period });

export const categories: readonly Category[] = [
  { id: "layer-1", name: "Layer 1 (L1)", members: every(7, 0) },
  { id: "smart-contract-platform", name: "Smart Contract Platform", members: every(5, 1) },
  { id: "stablecoins", name: "Stablecoins", members: every(23, 2) },
  {
    id: "decentralized-finance-defi",
    name: "Decentralized Finance (DeFi)",
    members: every(6, 3),
    oddity: "listed twice",
  },
  { id: "meme-token", name: "Meme", members: every(4, 5) },
  {
    id: "artificial-intelligence",
    name: "Artificial Intelligence (AI)",
    members: every(9, 6),
  },
  {
    id: "real-world-assets-rwa",
    name: "Real World Assets (RWA), tokenized",
    members: every(17, 8),
  },
  { id: "gaming", name: "Gaming (GameFi)", members: every(11, 9) },
  { id: "pipes-and-bars", name: "Pipes | Bars", members: every(31, 10) },
  { id: "quoted", name: 'The "Best" Ecosystem', members: every(37, 12) },
  { id: "recently_added", name: "Recently Added", oddity: "null totals" },
  { id: "wallets", name: "Wallets", members: every(41, 14), oddity: "no market cap" },
];

/** The categories of the coin with a base rank; none for a coin on no market page. */
export function categoriesOf(baseRank: number | null): Category[] {
  if (baseRank === null) return [];
  return categories.filter(
    ({ members }) =>
      members &&
      baseRank >= members.first &&
      baseRank % members.period === members.first % members.period,
  );
}

/** The indexes of a category's coins; null for an unknown category. */
export function membersOf(market: SampleMarket, id: string): number[] | null {
  const category = categories.find((candidate) => candidate.id === id);
  if (!category) return null;
  const { listing } = market;
  return positionsOf(market, category).map((position) => listing.indexOfPagePosition(position));
}

/** Page positions of a category's coins. */
export function positionsOf({ listing }: SampleMarket, { members }: Category): number[] {
  if (!members) return [];
  const { first, period } = members;
  const count = Math.max(0, Math.ceil((listing.pagedCoins - first) / period));
  return Array.from({ length: count }, (_, n) =>
    listing.pagePositionOfBaseRank(first + n * period),
  );
}

/** The body of /coins/categories/list. */
export function categoriesListText(): string {
  return JSON.stringify(categories.map(({ id, name }) => ({ category_id: id, name })));
}
