import { NotFound, RateLimited, TransientFailure } from "./api_error";
import { ActionableError } from "../core/actionable_error";
import { redact } from "../core/redact";
import { parseJson } from "./parse_json";
import { readRetryAfter } from "./retry";
import type { ApiRequest } from "./requests";

/** What came back over HTTP, its body decompressed. */
export interface HttpAnswer {
  readonly url: string;
  readonly status: number;
  readonly retryAfter?: string | undefined;
  readonly content: Buffer;
}

/**
 * The body of a good answer, parsed; null for a 404 where that is an answer.
 * Everything else is thrown, classed by the reaction it calls for (api_error.ts). Status codes
 * alone don't tell: errors come hidden in a 200, and in four body shapes
 * (https://docs.coingecko.com/reference/common-errors-rate-limit and what was seen).
 */
export function readAnswer(
  { url, status, retryAfter, content }: HttpAnswer,
  request: ApiRequest,
  now: number,
): unknown {
  if (status === 200) {
    const body = parse(content, url, now, retryAfter);
    if (isExpected(body, request)) return body;
    throw failure(url, status, apiError(body), now, retryAfter);
  }
  if (status === 404 && request.mayBeAbsent) return null;
  throw failure(
    url,
    status,
    apiError(tryParse(content) ?? content.toString("utf8")),
    now,
    retryAfter,
  );
}

function parse(content: Buffer, url: string, now: number, retryAfter?: string): unknown {
  try {
    return parseJson(content);
  } catch (cause) {
    const text = content.toString("utf8");
    if (isCloudflareLimit(text)) {
      throw new RateLimited(`${url}: ${text.trim()}`, readRetryAfter(retryAfter, now));
    }
    throw new TransientFailure(`${url}: the answer is no JSON, or was cut off`, {}, { cause });
  }
}

function isExpected(body: unknown, { expect }: ApiRequest): boolean {
  if (expect === "list") return Array.isArray(body);
  return isRecord(body) && !("status" in body) && !("error" in body) && !("error_code" in body);
}

/** CoinGecko's own code and message, in whichever of its shapes they come. */
interface ApiError {
  readonly code?: number;
  readonly message: string;
}

function apiError(body: unknown): ApiError {
  if (typeof body === "string") return { message: body.trim().slice(0, 200) };
  if (!isRecord(body)) return { message: "an answer of another shape than documented" };
  const error = isRecord(body.error) ? body.error : body;
  const status = isRecord(error.status) ? error.status : {};
  const code = status.error_code ?? error.error_code;
  const message = status.error_message ?? error.error ?? error.error_message;
  return {
    ...(typeof code === "number" ? { code } : {}),
    message:
      typeof message === "string" ? message.trim() : "an object where something else is documented",
  };
}

/** Codes of CoinGecko's own: https://docs.coingecko.com/reference/common-errors-rate-limit */
const keyErrors = new Set([10002, 10005, 10006, 10010, 10011]);
const beyondTimeRange = 10012;

function failure(
  url: string,
  status: number,
  { code, message }: ApiError,
  now: number,
  retryAfter?: string,
): Error {
  // A server that refuses a key may repeat it.
  const said = redact(
    `${url} answered ${status}${code === undefined ? "" : ` (code ${code})`}: ${message || "nothing"}`,
  );
  const retryAfterMs = readRetryAfter(retryAfter, now);
  if (status === 429 || code === 429 || isCloudflareLimit(message)) {
    return new RateLimited(said, retryAfterMs);
  }
  if (status === 404) return new NotFound(said, "Check the base URL and the ids.");
  if (code === beyondTimeRange) {
    return new ActionableError(said, "Ask for a later date, or use a paid plan: --source=pro.");
  }
  if (status === 401 || (code !== undefined && keyErrors.has(code))) {
    return new KeyRefused(said);
  }
  // 403 is how CoinGecko says "temporarily unavailable", and how Cloudflare blocks for a while.
  const mayPass = status === 200 || status === 403 || status === 408 || status >= 500;
  if (mayPass) {
    return new TransientFailure(said, retryAfterMs === undefined ? {} : { retryAfterMs });
  }
  return new ActionableError(said, "Check the options that the request is made of.");
}

/** 401, or a key that belongs to another plan. The client adds which header was sent. */
export class KeyRefused extends Error {
  override readonly name = "KeyRefused";
}

function isCloudflareLimit(text: string): boolean {
  return /^\s*error code: 1015\b/.test(text);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function tryParse(content: Buffer): unknown {
  try {
    return parseJson(content);
  } catch {
    return undefined;
  }
}
