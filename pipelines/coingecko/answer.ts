import { isHtml } from "../core/text/html";
import { TransientError } from "./api_error";
import { failureOf, isBlockText, isRateLimitText, reasonOf } from "./failed_answer";
import { parseJson } from "./parse_json";
import type { ApiRequest } from "./requests";
import { readHttpDate, readRetryAfter } from "./retry";

/** A good answer, fetched now or found in the archive. */
export interface Answer {
  /** The day in whose archive it is. */
  readonly date: string;
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
  /** The answer's own time, as an HTTP date. */
  readonly date?: string | undefined;
  readonly content: Buffer;
}

/**
 * The body of a good answer, parsed; null for a 404 where that is an answer.
 * Everything else is thrown, classed by the reaction it calls for (api_error.ts). The status alone
 * does not decide: a 200 may hold an error, and errors have four body shapes.
 */
export function readAnswer(answer: HttpAnswer, request: ApiRequest, now: number): unknown {
  const { url, status, content } = answer;
  // A date is one of the server's clock, which may differ from ours.
  const retryAfterMs = readRetryAfter(answer.retryAfter, readHttpDate(answer.date) ?? now);
  if (status === 200) {
    const body = parsedBody(content, url, retryAfterMs);
    if (isExpected(body, request)) return body;
    throw failureOf({ url, status, retryAfterMs, reason: reasonOf(body) });
  }
  if (status === 404 && request.mayBeAbsent) return null;
  const json = jsonIn(content);
  const text = json === undefined ? content.toString("utf8") : undefined;
  throw failureOf({ url, status, retryAfterMs, reason: reasonOf(json ?? text), text });
}

function parsedBody(content: Buffer, url: string, retryAfterMs: number | undefined): unknown {
  try {
    return parseJson(content);
  } catch (cause) {
    const text = content.toString("utf8");
    const reason = reasonOf(text);
    if (isRateLimitText(text) || isBlockText(text)) {
      throw failureOf({ url, status: 200, retryAfterMs, reason, text });
    }
    if (isHtml(text)) {
      const said = `${url}: ${reason.message} in place of JSON`;
      throw new TransientError(said, { retryAfterMs }, { cause });
    }
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
  if (!isRecord(body) || "status" in body || "error" in body || "error_code" in body) return false;
  return !(typeof body.message === "string" && isRateLimitText(body.message));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
