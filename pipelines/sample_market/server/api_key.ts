import type { IncomingHttpHeaders } from "node:http";
import { statusAnswer, type Answer } from "../answers/answer";

/** The key that a server requires, in the header of its plan. */
export interface ApiKey {
  readonly header: "x-cg-demo-api-key" | "x-cg-pro-api-key";
  readonly value: string;
}

/**
 * The error answer to a request without the right key, in its plan's header or in the query (as
 * `x_cg_pro_api_key`); null when the key is right.
 * @param now the timestamp of the answer, in milliseconds since 1970.
 */
export function apiKeyError(
  headers: IncomingHttpHeaders,
  query: URLSearchParams,
  key: ApiKey,
  now: number,
): Answer | null {
  const valueOf = (header: string) => headers[header] ?? query.get(header.replaceAll("-", "_"));
  if (valueOf(key.header) === key.value) return null;
  const pro = key.header === "x-cg-pro-api-key";
  if (valueOf(pro ? "x-cg-demo-api-key" : "x-cg-pro-api-key") !== null)
    return wrongPlanAnswer(pro, now);
  const message =
    valueOf(key.header) === null
      ? "API Key Missing. Please make sure you're using the right authentication method."
      : "API Key Invalid. Please check your API key.";
  return statusAnswer(401, 10002, message);
}

function wrongPlanAnswer(pro: boolean, now: number): Answer {
  const message = pro
    ? "If you are using Demo API key, please change your root URL from pro-api.coingecko.com to api.coingecko.com"
    : "If you are using Pro API key, please change your root URL from api.coingecko.com to pro-api.coingecko.com";
  const body = JSON.stringify({
    timestamp: new Date(now).toISOString().replace("Z", "+00:00"),
    error_code: pro ? 10011 : 10010,
    status: { error_message: message },
  });
  return { status: 400, body };
}
