import { marketOrders, MarketOrders } from "../market/market_order";
import type { SampleMarket } from "../market/sample_market";
import { currencies } from "../prices/currencies";
import { membersOf } from "./categories";
import { marketFields, timeFrames, type ElementOptions } from "./market_element";

const maxPerPage = 250;
const defaultPerPage = 100;

/** One page of /coins/markets: its coins, and how to write each of them. */
export interface MarketsPage {
  readonly indexes: readonly number[];
  /** The last coin of the previous page; undefined on the first page and on a filtered one. */
  readonly before: number | undefined;
  /** Whether a filter selected the coins: the page is then not a slice of the whole market. */
  readonly filtered: boolean;
  /** A coin's fields and their JSON texts. */
  fields(index: number): Map<string, string>;
}

/** Answers /coins/markets: https://docs.coingecko.com/reference/coins-markets */
export class MarketsEndpoint {
  private readonly orders: MarketOrders;

  /** @param sparklines whether pages include them when requested. */
  constructor(
    private readonly market: SampleMarket,
    private readonly sparklines: boolean,
  ) {
    this.orders = new MarketOrders(market);
  }

  /** @returns the page, or the message of a 422 error. */
  page(query: URLSearchParams): MarketsPage | string {
    const vsCurrency = query.get("vs_currency");
    if (vsCurrency === null || vsCurrency === "") return "Missing parameter vs_currency";
    if (!currencies.has(vsCurrency.toLowerCase())) return "invalid vs_currency";

    const options = this.elementOptions(query, vsCurrency.toLowerCase());
    const order = marketOrders.find((known) => known === query.get("order")) ?? "market_cap_desc";
    const perPage = Math.min(maxPerPage, positiveInteger(query.get("per_page")) ?? defaultPerPage);
    const from = ((positiveInteger(query.get("page")) ?? 1) - 1) * perPage;
    const selected = this.filter(query, options.includeRehypothecated);
    const slice = (at: number, count: number) =>
      this.orders.slice(order, options.includeRehypothecated, at, count);
    return {
      indexes: selected
        ? this.orders.sort(selected, order).slice(from, from + perPage)
        : slice(from, perPage),
      before: selected || from === 0 ? undefined : slice(from - 1, 1)[0],
      filtered: selected !== null,
      fields: (index) => marketFields(this.market, this.market.coin(index), options),
    };
  }

  private elementOptions(query: URLSearchParams, vsCurrency: string): ElementOptions {
    return {
      vsCurrency,
      sparkline: this.sparklines && query.get("sparkline") === "true",
      timeFrames: (query.get("price_change_percentage") ?? "")
        .split(",")
        .filter((frame) => timeFrames.has(frame)),
      precision: precisionOf(query),
      includeRehypothecated: query.get("include_rehypothecated") === "true",
    };
  }

  /** The coins that the filter selects; category takes precedence over ids, names and symbols. */
  private filter(query: URLSearchParams, includeRehypothecated: boolean): number[] | null {
    const category = query.get("category");
    if (category) {
      return (membersOf(this.market, category) ?? []).filter(
        (index) => includeRehypothecated || !this.isRehypothecated(index),
      );
    }
    const ids = items(query.get("ids"));
    if (ids) return this.known(ids.map((id) => this.market.names.indexOfId(id)));
    const names = items(query.get("names"));
    if (names) return this.known(names.map((name) => this.market.names.indexOfName(name)));
    const symbols = items(query.get("symbols"));
    if (symbols) return this.withSymbols(symbols, query.get("include_tokens") === "all");
    return null;
  }

  private known(indexes: readonly (number | null)[]): number[] {
    const known = indexes.filter((index) => index !== null);
    return [...new Set(known)].filter((index) => this.market.listing.isKnown(index));
  }

  /**
   * The largest coin of each symbol, or all of them. There is no index by symbol, so this scans the
   * market from the largest coin on.
   */
  private withSymbols(symbols: readonly string[], all: boolean): number[] {
    const wanted = new Set(symbols.map((symbol) => symbol.toLowerCase()));
    const found: number[] = [];
    const { listing, names, ranking } = this.market;
    for (let rank = 0; rank < listing.pagedCoins && wanted.size > 0; rank++) {
      const index = listing.indexOfPagePosition(ranking.byCap.positionAt(rank));
      const symbol = names.of(index).symbol.toLowerCase();
      if (!wanted.has(symbol)) continue;
      found.push(index);
      if (!all) wanted.delete(symbol);
    }
    return found;
  }

  private isRehypothecated(index: number): boolean {
    const baseRank = this.market.listing.baseRankOf(index);
    return baseRank !== null && this.market.listing.isRehypothecated(baseRank);
  }
}

/** `full`, 0..18, or undefined. */
export function precisionOf(query: URLSearchParams): number | "full" | undefined {
  const precision = query.get("precision");
  if (precision === "full") return "full";
  return precision && /^(\d|1[0-8])$/.test(precision) ? Number(precision) : undefined;
}

/** A positive integer, or undefined. */
function positiveInteger(text: string | null): number | undefined {
  return text !== null && /^[1-9]\d*$/.test(text) ? Number(text) : undefined;
}

/** The items of a comma-separated list; null when it is empty or absent. */
function items(text: string | null): string[] | null {
  return text ? text.split(",") : null;
}
