import type { ServerResponse } from "node:http";
import { once } from "node:events";
import { statusAnswer, type Answer } from "./answer";
import type { TransportFault } from "./faults";
import { encode, headers, send, sendTorn } from "./send";

export const TOO_MANY_REQUESTS =
  "You've exceeded the Rate Limit. Please visit https://www.coingecko.com/en/api/pricing to " +
  "subscribe to our API plans for higher rate limits.";
const FORBIDDEN =
  "This endpoint is temporarily unavailable due to ongoing issues. Please visit " +
  "https://www.coingecko.com/en/api/pricing to subscribe to our API plans with higher availability " +
  "and https://status.coingecko.com for API status. ";
const CLOUDFLARE = {
  body: "error code: 1015",
  headers: { "content-type": "text/plain; charset=UTF-8" },
};
const UNAVAILABLE = {
  body: "<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n<body>\r\n</body>\r\n</html>\r\n",
  headers: { "content-type": "text/html" },
};

/** Faults that are an answer, if not the one that was asked for. */
function wrongAnswer(fault: TransportFault, retryAfter: number): Answer | null {
  switch (fault) {
    case "tooManyRequests":
      return statusAnswer(429, 429, TOO_MANY_REQUESTS, { "retry-after": String(retryAfter) });
    case "tooManyRequestsText":
      return { status: 429, ...CLOUDFLARE };
    case "tooManyRequestsHidden":
      return { status: 200, ...CLOUDFLARE };
    case "tooManyRequestsObject":
      return statusAnswer(200, 429, TOO_MANY_REQUESTS);
    case "forbiddenObject":
      return statusAnswer(200, 403, FORBIDDEN);
    case "serverError":
      return { status: 500, body: '{"status":500,"error":"Internal Server Error"}' };
    case "unavailable":
      return { status: 503, ...UNAVAILABLE };
    default:
      return null;
  }
}

/**
 * Sends a fault instead of an answer.
 * @param answer what would be right, if it is needed. @param retryAfter in seconds.
 */
export async function sendFault(
  response: ServerResponse,
  fault: TransportFault,
  answer: () => Answer,
  compress: boolean,
  retryAfter: number,
): Promise<void> {
  const wrong = wrongAnswer(fault, retryAfter);
  if (wrong) {
    await send(response, wrong.status, headers(wrong, false), await encode(wrong, false));
  } else if (fault === "timeout") {
    await once(response, "close");
  } else {
    const right = answer();
    const start = { ...right, body: firstPiece(right.body) };
    const half = { ...start, body: start.body.slice(0, start.body.length >> 1) };
    const head = headers(right, compress);
    if (fault === "tornBody")
      await sendTorn(response, head, (await encode(start, compress)) as Buffer);
    else await send(response, 200, head, await encode(half, compress));
  }
}

function firstPiece(body: Answer["body"]): string {
  if (typeof body === "string") return body;
  for (const piece of body) return piece;
  return "";
}
