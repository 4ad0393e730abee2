import type { ServerResponse } from "node:http";
import type { SampleMarketServer } from "../../pipelines/sample_market/serve_sample_market";
import { type Reply, ScriptedServer } from "../coingecko/scripted_server";

/** A sample market of which some answers are replaced, by the path of their request. */
export function serveReplaced(
  market: Pick<SampleMarketServer, "url">,
  replies: ReadonlyMap<string, Reply>,
): Promise<ScriptedServer> {
  return ScriptedServer.serving((url) => {
    const { pathname } = new URL(url, market.url);
    return replies.get(pathname) ?? ((response) => void passOn(market.url + url, response));
  });
}

async function passOn(url: string, response: ServerResponse): Promise<void> {
  const answer = await fetch(url);
  const body = Buffer.from(await answer.arrayBuffer());
  response.writeHead(answer.status, { "content-type": "application/json" }).end(body);
}
