import { errorAnswer, type Answer } from "./answer";
import { categoriesListText, categoriesText } from "./categories";
import { coinDetailsText } from "./coin_details";
import { coinsListText, listedIndexes } from "./coins_list";
import { historyAnswer } from "./history";
import { marketChartAnswer, marketChartRangeAnswer } from "./market_chart";
import type { MarketFaults } from "./market_faults";
import { MarketsEndpoint } from "./markets_endpoint";
import type { SampleCoin, SampleMarket } from "./sample_market";

/** The endpoints of the sample market, as named in its request counts. */
export type Endpoint =
  | "ping"
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

  constructor(
    private readonly market: SampleMarket,
    private readonly faults: MarketFaults,
    private readonly content: ServedContent,
  ) {
    this.markets = new MarketsEndpoint(market, content.sparklines);
  }

  /** @param path decoded parts of the URL's path. @returns null for a path that the API does not have. */
  find(path: readonly string[]): Route | null {
    const [root, id, part, range] = path;
    if (root === "ping" && path.length === 1) return this.route("ping", ping);
    if (root !== "coins" || id === undefined || path.length > 4) return null;
    if (part === undefined && id === "list") return this.route("coins_list", (q) => this.list(q));
    if (part === undefined && id === "markets") {
      return this.route("coins_markets", (query) => this.page(query));
    }
    if (id === "categories") return this.categories(path.slice(2));
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

  private categories(rest: readonly string[]): Route | null {
    if (rest.length === 0) {
      return this.route("coins_categories", (query) => ({
        status: 200,
        body: categoriesText(this.market, query.get("order") ?? "market_cap_desc"),
        maxAge: 300,
      }));
    }
    if (rest.length !== 1 || rest[0] !== "list") return null;
    return this.route("coins_categories_list", () => ({
      status: 200,
      body: categoriesListText(),
      maxAge: 300,
    }));
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

function ping(): Answer {
  return { status: 200, body: JSON.stringify({ gecko_says: "(V3) To the Moon!" }), maxAge: 30 };
}
