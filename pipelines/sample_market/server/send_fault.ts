import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { statusAnswer, type Answer } from "../answers/answer";
import type { TransportFault } from "../faults/faults";
import { encode, headers, send, sendTorn } from "./send";

export const rateLimitMessage =
  "You've exceeded the Rate Limit. Please visit https://www.coingecko.com/en/api/pricing to " +
  "subscribe to our API plans for higher rate limits.";
const forbiddenMessage =
  "This endpoint is temporarily unavailable due to ongoing issues. Please visit " +
  "https://www.coingecko.com/en/api/pricing to subscribe to our API plans with higher availability " +
  "and https://status.coingecko.com for API status. ";
const cloudflareRateLimit = {
  body: "error code: 1015",
  headers: { "content-type": "text/plain; charset=UTF-8" },
};
const unavailablePage = {
  body: "<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n<body>\r\n</body>\r\n</html>\r\n",
  headers: { "content-type": "text/html" },
};

/** The answer that a fault sends instead; null for a fault without one. */
function faultAnswer(fault: TransportFault, retryAfter: number): Answer | null {
  switch (fault) {
    case "tooManyRequests":
      return statusAnswer(429, 429, rateLimitMessage, { "retry-after": String(retryAfter) });
    case "tooManyRequestsText":
      return { status: 429, ...cloudflareRateLimit };
    case "tooManyRequestsHidden":
      return { status: 200, ...cloudflareRateLimit };
    case "tooManyRequestsObject":
      return statusAnswer(200, 429, rateLimitMessage);
    case "forbiddenObject":
      return statusAnswer(200, 403, forbiddenMessage);
    case "serverError":
      return { status: 500, body: '{"status":500,"error":"Internal Server Error"}' };
    case "unavailable":
      return { status: 503, ...unavailablePage };
    default:
      return null;
  }
}

/**
 * Sends a fault instead of the answer to a request.
 * @param correctAnswer makes the answer that the fault cuts short. @param retryAfter in seconds.
 */
export async function sendFault(
  response: ServerResponse,
  fault: TransportFault,
  correctAnswer: () => Answer,
  compress: boolean,
  retryAfter: number,
): Promise<void> {
  const replacement = faultAnswer(fault, retryAfter);
  if (replacement) {
    await send(
      response,
      replacement.status,
      headers(replacement, false),
      await encode(replacement, false),
    );
  } else if (fault === "timeout") {
    await once(response, "close");
  } else {
    const correct = correctAnswer();
    const start = { ...correct, body: firstChunk(correct.body) };
    const half = { ...start, body: start.body.slice(0, start.body.length >> 1) };
    const head = headers(correct, compress);
    if (fault === "tornBody")
      await sendTorn(response, head, (await encode(start, compress)) as Buffer);
    else await send(response, 200, head, await encode(half, compress));
  }
}

function firstChunk(body: Answer["body"]): string {
  if (typeof body === "string") return body;
  for (const chunk of body) return chunk;
  return "";
}
