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
  /** The coin's number in this order, from 0, by its base rank. */
  ofBaseRank(baseRank: number): number;
  /** The index of the coin with a number in this order. */
  indexAt(number: number): number;
}

/** The sort orders of market pages. The cost of a slice depends on its length only. */
export class MarketOrders {
  private readonly withoutRehypothecated = new Map<SortKey, NumbersExcept>();
  private readonly keys: Readonly<Record<"market_cap" | "volume" | "id", SortKey>>;

  constructor(private readonly market: SampleMarket) {
    const { listing } = market;
    this.keys = {
      market_cap: {
        ofBaseRank: (baseRank) => listing.rankOfBaseRank(baseRank),
        indexAt: (rank) => listing.indexOfRank(rank),
      },
      volume: {
        ofBaseRank: (baseRank) => market.volumeRankOf(listing.rankOfBaseRank(baseRank)),
        indexAt: (number) => listing.indexOfRank(market.rankOfVolumeRank(number)),
      },
      id: {
        ofBaseRank: (baseRank) => listing.pagePositionOfBaseRank(baseRank),
        indexAt: (position) => listing.indexOfPagePosition(position),
      },
    };
  }

  /** Number of coins on the pages. */
  count(includeRehypothecated: boolean): number {
    const { listing } = this.market;
    const excluded = includeRehypothecated ? 0 : listing.rehypothecatedBaseRanks().length;
    return listing.pagedCoins - excluded;
  }

  /** The indexes of the coins from a position on, at most `count` of them. */
  slice(order: MarketOrder, includeRehypothecated: boolean, from: number, count: number): number[] {
    const { key, descends } = this.sortKey(order);
    const total = this.count(includeRehypothecated);
    const length = Math.max(0, Math.min(count, total - from));
    return Array.from({ length }, (_, n) => {
      const at = descends ? total - 1 - from - n : from + n;
      return key.indexAt(includeRehypothecated ? at : this.withoutRehypothecatedBy(key).nth(at));
    });
  }

  /** Sorts the few coins that a filter selected; those on no page come last. */
  sort(indexes: readonly number[], order: MarketOrder): number[] {
    const { key, descends } = this.sortKey(order);
    const keyed = indexes.map((index) => {
      if (key === this.keys.id) return { index, number: index };
      const baseRank = this.market.listing.baseRankOf(index);
      return { index, number: baseRank === null ? Infinity : key.ofBaseRank(baseRank) };
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
      const baseRanks = this.market.listing.rehypothecatedBaseRanks();
      numbers = new NumbersExcept(baseRanks.map((baseRank) => key.ofBaseRank(baseRank)));
      this.withoutRehypothecated.set(key, numbers);
    }
    return numbers;
  }
}
