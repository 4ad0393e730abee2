import { NumbersExcept } from "./numbers_except";
import type { SampleMarket } from "./sample_market";

export const marketOrders = [
  "market_cap_desc",
  "market_cap_asc",
  "volume_desc",
  "volume_asc",
  "id_asc",
  "id_desc",
] as const;

export type MarketOrder = (typeof marketOrders)[number];

interface SortKey {
  /** The coin's number in this order, from 0, by its page position. */
  ofPosition(position: number): number;
  /** The page position of the coin with a number in this order. */
  positionAt(number: number): number;
}

/** The sort orders of market pages. */
export class MarketOrders {
  private readonly withoutRehypothecated = new Map<SortKey, NumbersExcept>();
  private readonly keys: Readonly<Record<"market_cap" | "volume" | "id", SortKey>>;

  constructor(private readonly market: SampleMarket) {
    this.keys = {
      market_cap: {
        ofPosition: (position) => market.ranking.byCap.rankOf(position),
        positionAt: (rank) => market.ranking.byCap.positionAt(rank),
      },
      volume: {
        ofPosition: (position) => market.ranking.byVolume.rankOf(position),
        positionAt: (rank) => market.ranking.byVolume.positionAt(rank),
      },
      id: { ofPosition: (position) => position, positionAt: (position) => position },
    };
  }

  /** Number of coins on the pages. */
  count(includeRehypothecated: boolean): number {
    const { listing } = this.market;
    const excluded = includeRehypothecated ? 0 : listing.rehypothecatedPositions().length;
    return listing.pagedCoins - excluded;
  }

  /** The indexes of the coins from a position on, at most `count` of them. */
  slice(order: MarketOrder, includeRehypothecated: boolean, from: number, count: number): number[] {
    const { key, descends } = this.sortKey(order);
    const total = this.count(includeRehypothecated);
    const length = Math.max(0, Math.min(count, total - from));
    return Array.from({ length }, (_, n) => {
      const at = descends ? total - 1 - from - n : from + n;
      const number = includeRehypothecated ? at : this.withoutRehypothecatedBy(key).nth(at);
      return this.market.listing.indexOfPagePosition(key.positionAt(number));
    });
  }

  /** Sorts the few coins that a filter selected; those on no page come last. */
  sort(indexes: readonly number[], order: MarketOrder): number[] {
    const { key, descends } = this.sortKey(order);
    const keyed = indexes.map((index) => {
      if (key === this.keys.id) return { index, number: index };
      const position = this.market.listing.pagePositionOf(index);
      return { index, number: position === null ? Infinity : key.ofPosition(position) };
    });
    const sign = descends ? -1 : 1;
    return keyed
      .sort((a, b) => {
        if (a.number === b.number) return a.index - b.index;
        if (a.number === Infinity || b.number === Infinity) return a.number - b.number;
        return sign * (a.number - b.number);
      })
      .map(({ index }) => index);
  }

  /** Ranks by market capitalisation and volume count from the largest: descending order is ascending rank. */
  private sortKey(order: MarketOrder): { key: SortKey; descends: boolean } {
    if (order.startsWith("id")) return { key: this.keys.id, descends: order === "id_desc" };
    const key = order.startsWith("volume") ? this.keys.volume : this.keys.market_cap;
    return { key, descends: order.endsWith("asc") };
  }

  private withoutRehypothecatedBy(key: SortKey): NumbersExcept {
    let numbers = this.withoutRehypothecated.get(key);
    if (!numbers) {
      const positions = this.market.listing.rehypothecatedPositions();
      numbers = new NumbersExcept(positions.map((position) => key.ofPosition(position)));
      this.withoutRehypothecated.set(key, numbers);
    }
    return numbers;
  }
}
