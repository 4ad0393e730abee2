import type { SampleMarket } from "./market/sample_market";
import { HttpServer } from "./server/http_server";
import { RequestHandler } from "./server/request_handler";
import type { LoggedRequest, Served } from "./server/request_log";
import type { Endpoint } from "./server/routes";
import type { SampleMarketOptions } from "./server/sample_market_options";

export type { SampleMarketOptions } from "./server/sample_market_options";

export interface SampleMarketServer {
  /** Base URL, such as `http://127.0.0.1:40123`; CoinGecko's paths are appended. */
  readonly url: string;
  readonly market: SampleMarket;
  /** Requests so far, in the order of arrival; at least the last 100,000. */
  readonly requests: readonly LoggedRequest[];
  /** Totals over the complete answers of an endpoint so far. */
  served(endpoint: Endpoint): Served;
  /** Stops the server and closes open connections. */
  close(): Promise<void>;
}

/** Serves a synthetic market on loopback, in the shapes of CoinGecko's API. */
export async function serveSampleMarket(options: SampleMarketOptions): Promise<SampleMarketServer> {
  const handler = new RequestHandler(options);
  const { url, close } = await HttpServer.listen(options.port ?? 0, (request, response) =>
    handler.handle(request, response),
  );
  return {
    url,
    market: handler.market,
    requests: handler.log.requests,
    served: (endpoint) => handler.log.served(endpoint),
    close,
  };
}
