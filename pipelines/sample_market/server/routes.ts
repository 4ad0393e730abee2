import { errorAnswer, type Answer } from "../answers/answer";
import { assetPlatformsText } from "../answers/asset_platforms";
import { categoriesListText } from "../answers/categories";
import { categoriesText } from "../answers/category_totals";
import { coinDetailsText } from "../answers/coin_details";
import { coinsListText, listedIndexes } from "../answers/coins_list";
import { exchangeRatesText } from "../answers/exchange_rates";
import { globalText } from "../answers/global";
import { MarketsEndpoint } from "../answers/markets_endpoint";
import type { MarketFaults } from "../faults/market_faults";
import { historyAnswer } from "../history/history";
import { marketChartAnswer, marketChartRangeAnswer } from "../history/market_chart";
import type { SampleCoin, SampleMarket } from "../market/sample_market";

/** The endpoints of the sample market, as named in its request counts. */
export type Endpoint =
  | "ping"
  | "global"
  | "exchange_rates"
  | "asset_platforms"
  | "key"
  | "coins_list"
  | "coins_markets"
  | "coins_id"
  | "coins_categories_list"
  | "coins_categories"
  | "coins_id_history"
  | "coins_id_market_chart"
  | "coins_id_market_chart_range";

export interface Route {
  readonly endpoint: Endpoint;
  answer(query: URLSearchParams): Answer;
}

/** Limits on what the market serves. */
export interface ServedContent {
  /** Whether history beyond 365 days is served, as on a paid plan. */
  readonly fullHistory: boolean;
  /** Whether market pages include sparklines when requested. */
  readonly sparklines: boolean;
}

/** Maps CoinGecko's paths to the answers of a market. */
export class Routes {
  private readonly markets: MarketsEndpoint;

  /** @param usage answers /key. */
  constructor(
    private readonly market: SampleMarket,
    private readonly faults: MarketFaults,
    private readonly content: ServedContent,
    private readonly usage: () => Answer,
  ) {
    this.markets = new MarketsEndpoint(market, content.sparklines);
  }

  /** @param path decoded parts of the URL's path. @returns null for an unknown path. */
  find(path: readonly string[]): Route | null {
    const fixed = this.fixedPath(path.join("/"));
    if (fixed) return fixed;
    const [root, id, part, range] = path;
    if (root !== "coins" || id === undefined || path.length > 4) return null;
    if (id === "categories") return null;
    if (part === undefined) {
      return this.ofCoin("coins_id", id, (coin, query) => ({
        status: 200,
        body: coinDetailsText(this.market, coin, query),
        maxAge: 30,
        coins: [coin.index],
      }));
    }
    if (part === "history" && range === undefined) {
      return this.ofCoin("coins_id_history", id, (coin, q) =>
        historyAnswer(this.market, coin, q, this.content.fullHistory),
      );
    }
    if (part !== "market_chart" || (range !== undefined && range !== "range")) return null;
    const endpoint = range ? "coins_id_market_chart_range" : "coins_id_market_chart";
    return this.ofCoin(endpoint, id, (coin, query) =>
      range
        ? marketChartRangeAnswer(this.market, coin, query, this.content.fullHistory)
        : marketChartAnswer(this.market, coin, query, this.content.fullHistory),
    );
  }

  private fixedPath(path: string): Route | null {
    switch (path) {
      case "ping":
        return this.cacheable("ping", 30, pingText);
      case "global":
        return this.cacheable("global", 60, () => globalText(this.market));
      case "exchange_rates":
        return this.cacheable("exchange_rates", 60, () => exchangeRatesText(this.market));
      case "asset_platforms":
        return this.cacheable("asset_platforms", 300, () => assetPlatformsText(this.market));
      case "key":
        return this.route("key", this.usage);
      case "coins/list":
        return this.route("coins_list", (query) => this.list(query));
      case "coins/markets":
        return this.route("coins_markets", (query) => this.page(query));
      case "coins/categories":
        return this.cacheable("coins_categories", 300, (query) =>
          categoriesText(this.market, query.get("order") ?? "market_cap_desc"),
        );
      case "coins/categories/list":
        return this.cacheable("coins_categories_list", 300, categoriesListText);
      default:
        return null;
    }
  }

  /** @param maxAge in seconds. */
  private cacheable(
    endpoint: Endpoint,
    maxAge: number,
    body: (query: URLSearchParams) => string,
  ): Route {
    return this.route(endpoint, (query) => ({ status: 200, body: body(query), maxAge }));
  }

  private route(endpoint: Endpoint, answer: (query: URLSearchParams) => Answer): Route {
    return { endpoint, answer };
  }

  private ofCoin(
    endpoint: Endpoint,
    id: string,
    answer: (coin: SampleCoin, query: URLSearchParams) => Answer,
  ): Route {
    return this.route(endpoint, (query) => {
      const coin = this.market.coinOfId(id);
      return coin ? answer(coin, query) : errorAnswer(404, "coin not found");
    });
  }

  private list(query: URLSearchParams): Answer {
    const status = query.get("status") === "inactive" ? "inactive" : "active";
    const includePlatform = query.get("include_platform") === "true";
    return {
      status: 200,
      body: coinsListText(this.market, status, includePlatform),
      maxAge: 1800,
      coins: listedIndexes(this.market, status),
    };
  }

  private page(query: URLSearchParams): Answer {
    const page = this.markets.page(query);
    if (typeof page === "string") return errorAnswer(422, page);
    const shown = this.faults.shown(page);
    return {
      status: 200,
      body: `[${shown.map((element) => this.faults.text(element, page)).join(",")}]`,
      maxAge: 60,
      coins: shown.map(({ index }) => index),
      broken: shown.filter(({ broken }) => broken).length,
    };
  }
}

function pingText(): string {
  return JSON.stringify({ gecko_says: "(V3) To the Moon!" });
}
