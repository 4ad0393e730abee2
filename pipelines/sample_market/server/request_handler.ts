import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isDay } from "../../core/day";
import { LruCache } from "../../core/lru_cache";
import { errorAnswer, statusAnswer, type Answer } from "../answers/answer";
import { MarketFaults } from "../faults/market_faults";
import { TransportFaults } from "../faults/transport_faults";
import { SampleMarket } from "../market/sample_market";
import { apiKeyError } from "./api_key";
import { apiUsageAnswer } from "./api_usage";
import { RateLimit } from "./rate_limit";
import { RequestLog, type LoggedRequest } from "./request_log";
import { parseRequestTarget } from "./request_target";
import { Routes, type Endpoint } from "./routes";
import type { SampleMarketOptions } from "./sample_market_options";
import { acceptsGzip, encode, headers, send } from "./send";
import { rateLimitMessage, sendFault } from "./send_fault";

const incorrectPathMessage = "Incorrect path. Please check https://docs.coingecko.com/";

/** Of how many days the market is kept: they are asked for one after the other, or a few at once. */
const daysAtOnce = 4;

/** Bodies that cover all coins are cached up to this market size; larger ones are streamed. */
const maxCachedCoins = 200_000;

interface RoutedAnswer {
  /** Null for an unknown path. */
  readonly endpoint: Endpoint | null;
  readonly answer: Answer;
}

/**
 * Answers requests for the market of its day, or, where a path begins with another, of that day:
 * `/2026-01-02/coins/list`. In this order: authentication, rate limit, injected faults, cache, then the endpoint.
 */
export class RequestHandler {
  readonly market: SampleMarket;
  readonly log: RequestLog;
  private readonly routesOn: LruCache<Routes>;
  private readonly faults: TransportFaults;
  private readonly limit: RateLimit | null;
  private readonly cache: LruCache<RoutedAnswer & { body: Buffer }>;
  /** Everything besides the URL that determines an answer's content. */
  private readonly contentKey: string;

  constructor(private readonly options: SampleMarketOptions) {
    const { coins, date, seed = 1, faults = {}, requestsPerMinute, cachePages = 0 } = options;
    const { sparklines = true } = options;
    this.market = new SampleMarket(coins, date, seed);
    this.log = new RequestLog(coins);
    const fullHistory = options.apiKey?.header === "x-cg-pro-api-key";
    this.routesOn = new LruCache(daysAtOnce);
    this.faults = new TransportFaults(this.market.seed, faults);
    this.limit = requestsPerMinute === undefined ? null : new RateLimit(requestsPerMinute);
    this.cache = new LruCache(cachePages);
    this.contentKey = JSON.stringify([coins, date, seed, faults, fullHistory, sparklines]);
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const arrivedAt = performance.now();
    const url = request.url ?? "/";
    const rejection = this.reject(request, arrivedAt);
    const fault = rejection ? null : this.faults.next(url);
    const entry: LoggedRequest = { url, arrivedAt, ...(fault ? { fault } : {}) };
    this.log.add(entry);
    response.once("close", () => {
      if (response.headersSent) entry.status = response.statusCode;
    });
    if (rejection) {
      const body = await encode(rejection, false);
      await send(response, rejection.status, headers(rejection, false), body);
    } else if (fault) {
      const correctAnswer = () => this.route(url).answer;
      const { retryAfter = 1 } = this.options;
      await sendFault(response, fault, correctAnswer, acceptsGzip(request), retryAfter);
    } else {
      await this.answer(request, response, url);
    }
  }

  /** @returns the error answer to a request without a valid key or above the rate limit. */
  private reject(request: IncomingMessage, now: number): Answer | null {
    const { apiKey } = this.options;
    if (apiKey) {
      const { query } = parseRequestTarget(request.url ?? "/");
      const error = apiKeyError(request.headers, query, apiKey, this.market.now);
      if (error) return error;
    }
    const waitMs = this.limit?.acquire(now) ?? 0;
    if (waitMs === 0) return null;
    const retryAfter = String(Math.ceil(waitMs / 1000));
    return statusAnswer(429, 429, rateLimitMessage, { "retry-after": retryAfter });
  }

  private async answer(
    request: IncomingMessage,
    response: ServerResponse,
    url: string,
  ): Promise<void> {
    const compress = acceptsGzip(request);
    const cacheKey = `${String(compress)} ${url}`;
    const cached = this.cache.get(cacheKey);
    const { endpoint, answer } = cached ?? this.route(url);
    const etag = `W/"${createHash("md5").update(this.contentKey).update(url).digest("hex")}"`;
    const head = headers(answer, compress, etag);
    if (head.etag && request.headers["if-none-match"] === etag) {
      const notModified = { etag, "cache-control": head["cache-control"] ?? "" };
      await send(response, 304, notModified, Buffer.of());
      return;
    }
    const body = cached?.body ?? (await encode(this.bufferForCache(answer), compress));
    const cacheable = answer.status === 200 && answer.maxAge !== undefined;
    if (cacheable && Buffer.isBuffer(body)) {
      // Only the encoded body is cached: the text it was made from is many times larger.
      this.cache.set(cacheKey, { endpoint, answer: { ...answer, body: "" }, body });
    }
    response.once("finish", () => {
      if (endpoint && answer.status === 200) this.log.count(endpoint, answer);
    });
    await send(response, answer.status, head, body);
  }

  /** Joins a streamed body into one text, so that it can be cached, unless it is too large. */
  private bufferForCache(answer: Answer): Answer {
    const { cachePages = 0, coins } = this.options;
    const streams = cachePages === 0 || coins > maxCachedCoins;
    if (typeof answer.body === "string" || streams) return answer;
    return { ...answer, body: [...answer.body].join("") };
  }

  private routes(date: string): Routes {
    const known = this.routesOn.get(date);
    if (known) return known;
    const {
      coins,
      seed = 1,
      faults = {},
      sparklines = true,
      apiKey,
      requestsPerMinute,
    } = this.options;
    const market = date === this.market.date ? this.market : new SampleMarket(coins, date, seed);
    const fullHistory = apiKey?.header === "x-cg-pro-api-key";
    const settings = { fullHistory, sparklines };
    const routes = new Routes(market, new MarketFaults(market.seed, faults), settings, () =>
      apiUsageAnswer(apiKey, requestsPerMinute, this.log.successful),
    );
    this.routesOn.set(date, routes);
    return routes;
  }

  private route(url: string): RoutedAnswer {
    const { path, query } = parseRequestTarget(url);
    const [date = "", ...rest] = path ?? [];
    const route =
      path &&
      (isDay(date) ? this.routes(date).find(rest) : this.routes(this.market.date).find(path));
    if (!route) return { endpoint: null, answer: errorAnswer(404, incorrectPathMessage) };
    return { endpoint: route.endpoint, answer: route.answer(query) };
  }
}
