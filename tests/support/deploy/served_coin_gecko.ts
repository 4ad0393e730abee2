import { get } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { utcDay } from "../../../pipelines/core/day";
import { serveSampleMarket } from "../../../pipelines/sample_market/serve_sample_market";
import { certificate } from "../network/certificates";
import { Proxy } from "../network/proxy";

/** A market that answers as api.coingecko.com, to all that have its environment. */
export interface ServedCoinGecko {
  readonly env: Readonly<Record<string, string>>;
  /** The keys that it was asked with, each once. */
  readonly keys: ReadonlySet<string>;
  stop(): Promise<void>;
}

/** @param folder for its certificate */
export async function serveCoinGecko(folder: string, coins: number): Promise<ServedCoinGecko> {
  const market = await serveSampleMarket({ coins, date: utcDay() });
  const host = "api.coingecko.com";
  const { cert, key, file } = certificate(folder, host);
  const keys = new Set<string>();
  const server = createServer({ cert, key }, ({ url = "", headers }, response) => {
    keys.add(String(headers["x-cg-demo-api-key"]));
    get(
      market.url + url.replace("/api/v3", ""),
      { headers: { ...headers, host: "" } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    ).on("error", () => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy = await Proxy.start({ [host]: (server.address() as AddressInfo).port });
  return {
    env: { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, NODE_EXTRA_CA_CERTS: file },
    keys,
    stop: async () => {
      await proxy.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await market.close();
    },
  };
}
