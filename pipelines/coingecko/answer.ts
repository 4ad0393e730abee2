import { RateLimitError, TransientError } from "./api_error";
import { failureOf, isRateLimitText, reasonOf } from "./failed_answer";
import { parseJson } from "./parse_json";
import type { ApiRequest } from "./requests";
import { readRetryAfter } from "./retry";

/** A good answer, fetched now or found in the archive. */
export interface Answer {
  readonly url: string;
  /** ISO timestamp, UTC. */
  readonly fetchedAt: string;
  /** The body as it came, decompressed: JSON in UTF-8. */
  readonly content: Buffer;
  /** The parsed body: a list or an object, as the request expects; null for a 404 that is an answer. */
  readonly body: unknown;
}

/** What came back over HTTP, its body decompressed. */
export interface HttpAnswer {
  readonly url: string;
  readonly status: number;
  readonly retryAfter?: string | undefined;
  readonly content: Buffer;
}

/**
 * The body of a good answer, parsed; null for a 404 where that is an answer.
 * Everything else is thrown, classed by the reaction it calls for (api_error.ts). The status alone
 * does not decide: a 200 may hold an error, and errors have four body shapes.
 */
export function readAnswer(answer: HttpAnswer, request: ApiRequest, now: number): unknown {
  const { url, status, content } = answer;
  const retryAfterMs = readRetryAfter(answer.retryAfter, now);
  if (status === 200) {
    const body = parsedBody(content, url, retryAfterMs);
    if (isExpected(body, request)) return body;
    throw failureOf({ url, status, retryAfterMs, reason: reasonOf(body) });
  }
  if (status === 404 && request.mayBeAbsent) return null;
  const reason = reasonOf(jsonIn(content) ?? content.toString("utf8"));
  throw failureOf({ url, status, retryAfterMs, reason });
}

function parsedBody(content: Buffer, url: string, retryAfterMs: number | undefined): unknown {
  try {
    return parseJson(content);
  } catch (cause) {
    const text = content.toString("utf8");
    if (isRateLimitText(text)) throw new RateLimitError(`${url}: ${text.trim()}`, retryAfterMs);
    throw new TransientError(`${url}: the answer is not JSON, or was cut off`, {}, { cause });
  }
}

function jsonIn(content: Buffer): unknown {
  try {
    return parseJson(content);
  } catch {
    return undefined;
  }
}

function isExpected(body: unknown, { expect }: ApiRequest): boolean {
  if (expect === "list") return Array.isArray(body);
  return isRecord(body) && !("status" in body) && !("error" in body) && !("error_code" in body);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
