import { archiveName, digest } from "./archive_name";
import type { Coins, ExtraName } from "./settings";

/** One request to the API, and the name under which its answer is archived. */
export interface ApiRequest {
  /** Begins with `/`; appended to the base URL. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /**
   * Relative to the archive of the date: says which coins, in which currency. What only adds fields is
   * no part of it, so that answers archived by an earlier version, which asked for fewer, stay in use.
   */
  readonly archiveName: string;
  readonly expect: "list" | "object";
  /** Whether 404 is a good answer (there is no such coin), to be archived too. */
  readonly mayBeAbsent: boolean;
}

/** The most that a page of /coins/markets holds. */
export const pageSize = 250;

/** A URL longer than about 8,000 characters is refused by many servers. */
const longestIds = 5_000;

/** Of those that CoinGecko knows, all but `24h`, which it sends anyway. */
const priceChangeWindows = "1h,7d,14d,30d,200d,1y";

export interface MarketQuery {
  readonly vsCurrency: string;
  readonly includeRehypothecated: boolean;
  readonly coins: Coins;
}

/**
 * `/coins/list`: id, symbol, name and contracts of every active coin. Earlier versions asked for no
 * platforms: what they have archived stays readable under the same name, and says nothing of contracts.
 */
export function coinListRequest(): ApiRequest {
  return {
    path: "/coins/list",
    query: { include_platform: "true" },
    archiveName: "coins_list/all",
    expect: "list",
    mayBeAbsent: true,
  };
}

/**
 * A page of `/coins/markets`, from 1. The whole market and categories are paged by id, the one key
 * that does not shift during paging; the top N needs the order of market capitalisation.
 */
export function marketPageRequest(market: MarketQuery, page: number): ApiRequest {
  const { coins } = market;
  const query = {
    ...marketQuery(market),
    order: coins.kind === "top" ? "market_cap_desc" : "id_asc",
    ...(coins.kind === "category" ? { category: coins.id } : {}),
    per_page: String(pageSize),
    page: String(page),
  };
  return marketRequest(query, marketPageNames(market) + String(page).padStart(5, "0"));
}

/** How the archive's names of the answers to `marketPageRequest` begin. */
export function marketPageNames(market: MarketQuery): string {
  const { coins } = market;
  const scope = coins.kind === "category" ? `category-${archiveName(coins.id)}` : coins.kind;
  return `${marketFolder(market)}/${scope}-`;
}

/** How the archive's names of the answers to `marketByIdsRequest` begin. */
export function marketByIdsNames(market: MarketQuery): string {
  return `${marketFolder(market)}/ids-`;
}

/** The coins of some ids, at most a page of them (see `idBatches`). */
export function marketByIdsRequest(market: MarketQuery, ids: readonly string[]): ApiRequest {
  const query = {
    ...marketQuery(market),
    order: "id_asc",
    ids: ids.join(","),
    per_page: String(pageSize),
    page: "1",
  };
  return marketRequest(query, marketByIdsNames(market) + digest(ids.join(",")));
}

/** `/asset_platforms`: the blockchains on which contracts are; a source may have none. */
export function assetPlatformsRequest(): ApiRequest {
  return {
    path: "/asset_platforms",
    query: {},
    archiveName: "asset_platforms",
    expect: "list",
    mayBeAbsent: true,
  };
}

/** Where the archive has the answers with coins' details. */
export const coinDetailsFolder = "coins/";

/** `/coins/{id}` without its large parts. */
export function coinDetailsRequest(id: string): ApiRequest {
  return {
    path: `/coins/${encodeURIComponent(id)}`,
    query: {
      localization: "false",
      tickers: "false",
      market_data: "false",
      community_data: "false",
      developer_data: "false",
      sparkline: "false",
    },
    archiveName: `${coinDetailsFolder}${archiveName(id)}`,
    expect: "object",
    mayBeAbsent: true,
  };
}

/** Where each of the extras is served, and what its answer is archived as. */
const extraRequests = {
  global: { path: "/global", archiveName: "extras/global", expect: "object" },
  categories: { path: "/coins/categories", archiveName: "extras/categories", expect: "list" },
  rates: { path: "/exchange_rates", archiveName: "extras/rates", expect: "object" },
} as const satisfies Readonly<Record<ExtraName, Partial<ApiRequest>>>;

/** `/global`, `/coins/categories` or `/exchange_rates`: a source may have none of them. */
export function extraRequest(extra: ExtraName): ApiRequest {
  return { ...extraRequests[extra], query: {}, mayBeAbsent: true };
}

/** `/key`: what a paid plan allows, and what is left of it. */
export function keyRequest(): ApiRequest {
  return { path: "/key", query: {}, archiveName: "key", expect: "object", mayBeAbsent: true };
}

/** Distributes ids over requests of at most a page each, whose URL is not too long. */
export function idBatches(ids: readonly string[]): string[][] {
  const batches: string[][] = [];
  let length = Infinity;
  for (const id of ids) {
    const batch = batches.at(-1);
    length += encodeURIComponent(id).length + 3;
    if (batch && batch.length < pageSize && length <= longestIds) batch.push(id);
    else {
      batches.push([id]);
      length = encodeURIComponent(id).length;
    }
  }
  return batches;
}

/** The URL of a request, as it is sent, reported and logged: a key is in a header. */
export function requestUrl(baseUrl: string, request: ApiRequest): string {
  const query = new URLSearchParams(request.query).toString();
  return `${baseUrl}${request.path}${query === "" ? "" : `?${query}`}`;
}

function marketQuery(market: MarketQuery): Record<string, string> {
  return {
    vs_currency: market.vsCurrency,
    include_rehypothecated: String(market.includeRehypothecated),
    sparkline: "true",
    precision: "full",
    price_change_percentage: priceChangeWindows,
    locale: "en",
  };
}

function marketRequest(query: Record<string, string>, archiveName: string): ApiRequest {
  return { path: "/coins/markets", query, archiveName, expect: "list", mayBeAbsent: false };
}

function marketFolder({ vsCurrency, includeRehypothecated }: MarketQuery): string {
  return `coins_markets/${vsCurrency}${includeRehypothecated ? "" : "-without-rehypothecated"}`;
}
