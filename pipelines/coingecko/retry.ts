import { RateLimited, TransientFailure } from "./api_error";

/** How often one call is made before the run fails. */
const maxAttempts = { transient: 6, unreachable: 4, rateLimited: 10 };

const firstDelayMs = { transient: 500, rateLimited: 2_000 };
const longestDelayMs = 60_000;
/** A longer Retry-After is not waited for: the run fails and can be repeated then. */
export const longestRetryAfterMs = 15 * 60_000;

/**
 * How long to wait before a call is made again, in milliseconds; null: give up.
 * Exponential backoff with jitter over the upper half
 * (https://cloud.google.com/storage/docs/retry-strategy), but never before Retry-After.
 *
 * @param attempt how often the call has been made, from 1
 * @param random a number in [0, 1)
 */
export function retryDelay(failure: unknown, attempt: number, random: number): number | null {
  const retryAfterMs = retryAfterOf(failure);
  if (failure instanceof RateLimited) {
    return delay(attempt, maxAttempts.rateLimited, firstDelayMs.rateLimited, random, retryAfterMs);
  }
  if (failure instanceof TransientFailure) {
    const most = failure.details.unreachable ? maxAttempts.unreachable : maxAttempts.transient;
    return delay(attempt, most, firstDelayMs.transient, random, retryAfterMs);
  }
  return null;
}

/** What Retry-After asked for, in milliseconds; undefined where nothing did. */
export function retryAfterOf(failure: unknown): number | undefined {
  if (failure instanceof RateLimited) return failure.retryAfterMs;
  return failure instanceof TransientFailure ? failure.details.retryAfterMs : undefined;
}

function delay(
  attempt: number,
  most: number,
  firstMs: number,
  random: number,
  retryAfterMs = 0,
): number | null {
  if (attempt >= most || retryAfterMs > longestRetryAfterMs) return null;
  const backoff = Math.min(longestDelayMs, firstMs * 2 ** (attempt - 1));
  // Jitter comes on top of Retry-After too, so that shards don't come back all at once.
  return retryAfterMs + backoff * (0.5 + random / 2) * (retryAfterMs > 0 ? 0.1 : 1);
}

/**
 * Retry-After in milliseconds: seconds or an HTTP date (RFC 9110, section 10.2.3).
 * Undefined where the header is absent or unreadable.
 */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d+(\.\d+)?\s*$/.test(header)) return Number(header) * 1_000;
  // The three forms of an HTTP date (section 5.6.7), all in GMT, which one of them does not say.
  if (!/^\s*[A-Z][a-z]{2}.*\d\d:\d\d:\d\d/.test(header)) return undefined;
  const date = Date.parse(header.includes("GMT") ? header : `${header} GMT`);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
