import { longestRetryAfter, type Backoff } from "../core/network/retry";
import { RateLimitError, TransientError } from "./api_error";

const transient: Backoff = {
  attempts: 6,
  firstDelay: 500,
  longestDelay: 60_000,
  jitter: 0.5,
};
const rateLimited: Backoff = { ...transient, attempts: 10, firstDelay: 2_000 };

/** How a failed call is retried; null: a retry would not change it. */
export function backoffFor(error: unknown): Backoff | null {
  const retryAfter = retryAfterOf(error);
  if (error instanceof RateLimitError) return { ...rateLimited, retryAfter };
  if (!(error instanceof TransientError)) return null;
  return { ...transient, retryAfter };
}

/** How long an answer is waited for that the run can do without. */
const longestOptionalWait = 2 * 60_000;

/**
 * The same for a call that the run can do without, which does not hold it up for long.
 * @param waited how many milliseconds its answer has been waited for
 */
export function optionalBackoffFor(error: unknown, waited: number): Backoff | null {
  const backoff = backoffFor(error);
  const { retryAfter = 0 } = backoff ?? {};
  return waited + retryAfter > longestOptionalWait ? null : backoff;
}

/** How many milliseconds Retry-After asked to wait where that is too long to wait for. */
export function tooLongRetryAfter(error: unknown): number | undefined {
  const retryAfter = retryAfterOf(error);
  return retryAfter !== undefined && retryAfter > longestRetryAfter ? retryAfter : undefined;
}

function retryAfterOf(error: unknown): number | undefined {
  if (error instanceof RateLimitError) return error.retryAfterMs;
  return error instanceof TransientError ? error.details.retryAfterMs : undefined;
}

/**
 * Retry-After in milliseconds: seconds or an HTTP date (RFC 9110, section 10.2.3).
 * @param now the time of the answer, by the server's clock where it says so
 * @returns undefined where the header is absent or unreadable
 */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d+(\.\d+)?\s*$/.test(header)) return Number(header) * 1_000;
  const date = readHttpDate(header);
  return date === undefined ? undefined : Math.max(0, date - now);
}

/** An HTTP date (RFC 9110, section 5.6.7) in milliseconds; undefined for any other text. */
export function readHttpDate(text: string | undefined): number | undefined {
  // Three forms, all in GMT, which one of them does not name.
  if (text === undefined || !/^\s*[A-Z][a-z]{2}.*\d\d:\d\d:\d\d/.test(text)) return undefined;
  const date = Date.parse(text.includes("GMT") ? text : `${text} GMT`);
  return Number.isNaN(date) ? undefined : date;
}
