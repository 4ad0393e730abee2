import { NumbersWithout } from "./numbers_without";
import type { SampleMarket } from "./sample_market";

export const MARKET_ORDERS = [
  "market_cap_desc",
  "market_cap_asc",
  "volume_desc",
  "volume_asc",
  "id_asc",
  "id_desc",
] as const;

export type MarketOrder = (typeof MARKET_ORDERS)[number];

interface SortKey {
  /** The coin's number in this order, from 0, of its standing. */
  ofStanding(standing: number): number;
  /** The index of the coin with a number. */
  indexAt(number: number): number;
}

/** The orders of market pages: any stretch of any of them costs only what it is long. */
export class MarketOrders {
  private readonly withoutRehypothecated = new Map<SortKey, NumbersWithout>();
  private readonly keys: Readonly<Record<"market_cap" | "volume" | "id", SortKey>>;

  constructor(private readonly market: SampleMarket) {
    const { listing } = market;
    this.keys = {
      market_cap: {
        ofStanding: (standing) => listing.rankOfStanding(standing),
        indexAt: (rank) => listing.indexOfRank(rank),
      },
      volume: {
        ofStanding: (standing) => market.volumeRankOf(listing.rankOfStanding(standing)),
        indexAt: (number) => listing.indexOfRank(market.rankOfVolumeRank(number)),
      },
      id: {
        ofStanding: (standing) => listing.placeOfStanding(standing),
        indexAt: (place) => listing.indexOfPlace(place),
      },
    };
  }

  /** How many coins the pages hold. */
  count(includeRehypothecated: boolean): number {
    const { listing } = this.market;
    const leftOut = includeRehypothecated ? 0 : listing.rehypothecatedStandings().length;
    return listing.pagedCoins - leftOut;
  }

  /** The indexes of the coins from a position on, at most `count` of them. */
  slice(order: MarketOrder, includeRehypothecated: boolean, from: number, count: number): number[] {
    const { key, descends } = this.parts(order);
    const total = this.count(includeRehypothecated);
    const length = Math.max(0, Math.min(count, total - from));
    return Array.from({ length }, (_, n) => {
      const at = descends ? total - 1 - from - n : from + n;
      return key.indexAt(includeRehypothecated ? at : this.without(key).nth(at));
    });
  }

  /** The few coins that a filter chose, in an order; those off the pages come last. */
  sort(indexes: readonly number[], order: MarketOrder): number[] {
    const { key, descends } = this.parts(order);
    const keyed = indexes.map((index) => {
      if (key === this.keys.id) return { index, number: index };
      const standing = this.market.listing.standingOf(index);
      return { index, number: standing === null ? Infinity : key.ofStanding(standing) };
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

  /** Market capitalisation and volume count from the largest: their descending order ascends. */
  private parts(order: MarketOrder): { key: SortKey; descends: boolean } {
    if (order.startsWith("id")) return { key: this.keys.id, descends: order === "id_desc" };
    const key = order.startsWith("volume") ? this.keys.volume : this.keys.market_cap;
    return { key, descends: order.endsWith("asc") };
  }

  private without(key: SortKey): NumbersWithout {
    let numbers = this.withoutRehypothecated.get(key);
    if (!numbers) {
      const standings = this.market.listing.rehypothecatedStandings();
      numbers = new NumbersWithout(standings.map((standing) => key.ofStanding(standing)));
      this.withoutRehypothecated.set(key, numbers);
    }
    return numbers;
  }
}
