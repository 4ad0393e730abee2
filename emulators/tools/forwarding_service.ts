import { buffer } from "node:stream/consumers";
import type { GoogleService } from "./google_proxy";

/** A service behind the proxy that forwards each request to a local server. */
export function forwardingService(origin: string): GoogleService {
  return (request, response) => {
    const forward = async () => {
      const { method, url, headers } = request;
      const body = await buffer(request);
      const answer = await fetch(new URL(url, origin), {
        method,
        headers: { "content-type": headers["content-type"] ?? "application/json" },
        ...(method !== "GET" && { body }),
      });
      response.writeHead(answer.status, { "content-type": "application/json" });
      response.end(await answer.text());
    };
    forward().catch((error: unknown) => response.writeHead(502).end(String(error)));
  };
}
