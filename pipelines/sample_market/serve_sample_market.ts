import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { errorAnswer, statusAnswer, type Answer } from "./answer";
import { keyProblem, type ApiKey } from "./api_key";
import { decodePath } from "./decode_path";
import type { Faults } from "./faults";
import { HttpServer } from "./http_server";
import { MarketFaults } from "./market_faults";
import { PageCache } from "./page_cache";
import { RateLimit } from "./rate_limit";
import { RequestLog, type LoggedRequest, type Served } from "./request_log";
import { Routes, type Endpoint } from "./routes";
import { SampleMarket } from "./sample_market";
import { acceptsGzip, encode, headers, send } from "./send";
import { sendFault, TOO_MANY_REQUESTS } from "./send_fault";
import { TransportFaults } from "./transport_faults";

export interface SampleMarketOptions {
  /** How many coins are listed as active. */
  readonly coins: number;
  /** The UTC day that the market shows, at its end: YYYY-MM-DD. */
  readonly date: string;
  /** Another seed is another market, with other faults; 1 when left out. */
  readonly seed?: number;
  /** 0, any free one, when left out. */
  readonly port?: number;
  /** At most so many requests are answered in any 60 seconds; any number when left out. */
  readonly requestsPerMinute?: number;
  /** The key that every request must carry. With that of the pro plan, history has no limit. */
  readonly apiKey?: ApiKey;
  readonly faults?: Faults;
  /** The `retry-after` of injected 429s, in seconds; 1 when left out. */
  readonly retryAfter?: number;
  /** Whether market pages hold sparklines when asked to; they do when left out. */
  readonly sparklines?: boolean;
  /** How many bodies are kept, ready to be sent again; none when left out. */
  readonly cachePages?: number;
}

export interface SampleMarketServer {
  /** Such as `http://127.0.0.1:40123`; CoinGecko's paths follow. */
  readonly url: string;
  readonly market: SampleMarket;
  /** The requests so far, in the order of arrival; of very many, the last 100,000 at least. */
  readonly requests: readonly LoggedRequest[];
  /** What a path gave so far, in answers that were sent whole. */
  served(endpoint: Endpoint): Served;
  /** Ends it, with the connections that are open. */
  close(): Promise<void>;
}

/** Serves a synthetic market on loopback, in the shapes of CoinGecko's API. */
export async function serveSampleMarket(options: SampleMarketOptions): Promise<SampleMarketServer> {
  const server = new Server(options);
  const { url, close } = await HttpServer.listen(options.port ?? 0, (request, response) =>
    server.handle(request, response),
  );
  return {
    url,
    market: server.market,
    requests: server.log.requests,
    served: (endpoint) => server.log.served(endpoint),
    close,
  };
}

const INCORRECT_PATH = "Incorrect path. Please check https://docs.coingecko.com/";

/** Of how many coins an answer on all of them is kept whole. */
const mostKept = 200_000;

interface Found {
  /** Null for a path that the API has not. */
  readonly endpoint: Endpoint | null;
  readonly answer: Answer;
}

class Server {
  readonly market: SampleMarket;
  readonly log: RequestLog;
  private readonly routes: Routes;
  private readonly faults: TransportFaults;
  private readonly limit: RateLimit | null;
  private readonly bodies: PageCache<Found & { body: Buffer }>;
  /** All that the answers depend on, but for the URL. */
  private readonly edition: string;

  constructor(private readonly options: SampleMarketOptions) {
    const { coins, date, seed = 1, faults = {}, requestsPerMinute, cachePages = 0 } = options;
    const { sparklines = true } = options;
    this.market = new SampleMarket(coins, date, seed);
    this.log = new RequestLog(this.market.listing.indexes);
    const wholeHistory = options.apiKey?.header === "x-cg-pro-api-key";
    const marketFaults = new MarketFaults(this.market.seed, faults);
    this.routes = new Routes(this.market, marketFaults, { wholeHistory, sparklines });
    this.faults = new TransportFaults(this.market.seed, faults);
    this.limit = requestsPerMinute === undefined ? null : new RateLimit(requestsPerMinute);
    this.bodies = new PageCache(cachePages);
    this.edition = JSON.stringify([coins, date, seed, faults, wholeHistory, sparklines]);
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const arrivedAt = performance.now();
    const url = request.url ?? "/";
    const refused = this.refusal(request, arrivedAt);
    const fault = refused ? null : this.faults.next(url);
    const entry: LoggedRequest = { url, arrivedAt, ...(fault ? { fault } : {}) };
    this.log.note(entry);
    response.once("close", () => {
      if (response.headersSent) entry.status = response.statusCode;
    });
    if (refused) {
      await send(response, refused.status, headers(refused, false), await encode(refused, false));
    } else if (fault) {
      const right = () => this.find(url).answer;
      await sendFault(response, fault, right, acceptsGzip(request), this.options.retryAfter ?? 1);
    } else {
      await this.answer(request, response, url);
    }
  }

  private refusal(request: IncomingMessage, now: number): Answer | null {
    const { apiKey } = this.options;
    if (apiKey) {
      const { searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
      const problem = keyProblem(request.headers, searchParams, apiKey, this.market.now);
      if (problem) return problem;
    }
    const wait = this.limit?.admit(now) ?? 0;
    if (wait === 0) return null;
    const retryAfter = String(Math.ceil(wait / 1000));
    return statusAnswer(429, 429, TOO_MANY_REQUESTS, { "retry-after": retryAfter });
  }

  private async answer(
    request: IncomingMessage,
    response: ServerResponse,
    url: string,
  ): Promise<void> {
    const compress = acceptsGzip(request);
    const key = `${String(compress)} ${url}`;
    const kept = this.bodies.get(key);
    const { endpoint, answer } = kept ?? this.find(url);
    const etag = `W/"${createHash("md5").update(this.edition).update(url).digest("hex")}"`;
    const head = headers(answer, compress, etag);
    if (head.etag && request.headers["if-none-match"] === etag) {
      await send(
        response,
        304,
        { etag, "cache-control": head["cache-control"] ?? "" },
        Buffer.of(),
      );
      return;
    }
    const body = kept?.body ?? (await encode(this.ready(answer), compress));
    if (Buffer.isBuffer(body) && answer.status === 200) {
      // Ready to be sent is enough: the text that it was made of is many times as large.
      this.bodies.set(key, { endpoint, answer: { ...answer, body: "" }, body });
    }
    response.once("finish", () => {
      if (endpoint && answer.status === 200) this.log.count(endpoint, answer);
    });
    await send(response, answer.status, head, body);
  }

  /** Where answers are kept, one that would be made while it is sent is made at once, unless it is long. */
  private ready(answer: Answer): Answer {
    const { cachePages = 0, coins } = this.options;
    if (typeof answer.body === "string" || cachePages === 0 || coins > mostKept) return answer;
    return { ...answer, body: [...answer.body].join("") };
  }

  /** What the market says to a URL. */
  private find(url: string): Found {
    const { pathname, searchParams } = new URL(url, "http://127.0.0.1");
    const path = decodePath(pathname);
    const route = path && this.routes.find(path);
    if (!route) return { endpoint: null, answer: errorAnswer(404, INCORRECT_PATH) };
    return { endpoint: route.endpoint, answer: route.answer(searchParams) };
  }
}
