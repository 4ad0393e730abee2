import { membersOf } from "./categories";
import { CURRENCIES } from "./currencies";
import { marketFields, TIME_FRAMES, type ElementOptions } from "./market_element";
import { MARKET_ORDERS, MarketOrders } from "./market_order";
import type { SampleMarket } from "./sample_market";

const MOST_PER_PAGE = 250;
const USUAL_PER_PAGE = 100;

/** One page of /coins/markets: which coins it holds, and how to write each of them. */
export interface MarketsPage {
  readonly indexes: readonly number[];
  /** The last coin of the page before; undefined for a first page and for a filtered one. */
  readonly before: number | undefined;
  /** Whether a filter chose the coins: then the page is no part of the whole market's order. */
  readonly filtered: boolean;
  /** A coin's fields and their JSON texts. */
  fields(index: number): Map<string, string>;
}

/** What /coins/markets makes of a query: https://docs.coingecko.com/reference/coins-markets */
export class MarketsEndpoint {
  private readonly orders: MarketOrders;

  /** @param sparklines whether pages hold them when asked to. */
  constructor(
    private readonly market: SampleMarket,
    private readonly sparklines: boolean,
  ) {
    this.orders = new MarketOrders(market);
  }

  /** @returns the page, or the text of the error with which the API answers 422. */
  page(query: URLSearchParams): MarketsPage | string {
    const vsCurrency = query.get("vs_currency");
    if (vsCurrency === null || vsCurrency === "") return "Missing parameter vs_currency";
    if (!CURRENCIES.has(vsCurrency.toLowerCase())) return "invalid vs_currency";

    const options = this.elementOptions(query, vsCurrency.toLowerCase());
    const order = MARKET_ORDERS.find((known) => known === query.get("order")) ?? "market_cap_desc";
    const perPage = Math.min(MOST_PER_PAGE, wholeNumber(query.get("per_page")) ?? USUAL_PER_PAGE);
    const from = ((wholeNumber(query.get("page")) ?? 1) - 1) * perPage;
    const chosen = this.filter(query, options.includeRehypothecated);
    const slice = (at: number, count: number) =>
      this.orders.slice(order, options.includeRehypothecated, at, count);
    return {
      indexes: chosen
        ? this.orders.sort(chosen, order).slice(from, from + perPage)
        : slice(from, perPage),
      before: chosen || from === 0 ? undefined : slice(from - 1, 1)[0],
      filtered: chosen !== null,
      fields: (index) => marketFields(this.market, this.market.coin(index), options),
    };
  }

  private elementOptions(query: URLSearchParams, vsCurrency: string): ElementOptions {
    return {
      vsCurrency,
      sparkline: this.sparklines && query.get("sparkline") === "true",
      timeFrames: (query.get("price_change_percentage") ?? "")
        .split(",")
        .filter((frame) => TIME_FRAMES.has(frame)),
      precision: precisionOf(query),
      includeRehypothecated: query.get("include_rehypothecated") === "true",
    };
  }

  /** The coins that a filter leaves: category before ids before names before symbols. */
  private filter(query: URLSearchParams, includeRehypothecated: boolean): number[] | null {
    const category = query.get("category");
    if (category) {
      return (membersOf(this.market, category) ?? []).filter(
        (index) => includeRehypothecated || !this.isRehypothecated(index),
      );
    }
    const ids = listed(query.get("ids"));
    if (ids) return this.known(ids.map((id) => this.market.names.indexOfId(id)));
    const names = listed(query.get("names"));
    if (names) return this.known(names.map((name) => this.market.names.indexOfName(name)));
    const symbols = listed(query.get("symbols"));
    if (symbols) return this.withSymbols(symbols, query.get("include_tokens") === "all");
    return null;
  }

  private known(indexes: readonly (number | null)[]): number[] {
    const known = indexes.filter((index) => index !== null);
    return [...new Set(known)].filter((index) => this.market.listing.isKnown(index));
  }

  /**
   * The largest coin of each symbol, or all of them. Symbols are no key of anything, so this walks
   * through the market, largest coins first.
   */
  private withSymbols(symbols: readonly string[], all: boolean): number[] {
    const wanted = new Set(symbols.map((symbol) => symbol.toLowerCase()));
    const found: number[] = [];
    const { listing, names } = this.market;
    for (let rank = 0; rank < listing.pagedCoins && wanted.size > 0; rank++) {
      const index = listing.indexOfRank(rank);
      const symbol = names.symbol(index).toLowerCase();
      if (!wanted.has(symbol)) continue;
      found.push(index);
      if (!all) wanted.delete(symbol);
    }
    return found;
  }

  private isRehypothecated(index: number): boolean {
    const standing = this.market.listing.standingOf(index);
    return standing !== null && this.market.listing.isRehypothecated(standing);
  }
}

/** `full`, 0..18, or undefined. */
export function precisionOf(query: URLSearchParams): number | "full" | undefined {
  const precision = query.get("precision");
  if (precision === "full") return "full";
  return precision && /^(\d|1[0-8])$/.test(precision) ? Number(precision) : undefined;
}

/** A whole number from 1 on, or undefined. */
function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^[1-9]\d*$/.test(text) ? Number(text) : undefined;
}

/** The parts of a list with commas; null for one that is empty or absent. */
function listed(text: string | null): string[] | null {
  return text ? text.split(",") : null;
}
