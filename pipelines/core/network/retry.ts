import { systemClock, type Clock } from "../clock";

/** How often a call is attempted, and how long to wait between two attempts. In milliseconds. */
export interface Backoff {
  /** In all, the first attempt included. */
  readonly attempts: number;
  /** The longest wait before the second attempt; it doubles with each further one. */
  readonly firstDelay: number;
  readonly longestDelay: number;
  /** Which share of a delay is random: all of it (full jitter) unless given. */
  readonly jitter?: number;
  /** How long the server asked to wait (Retry-After). */
  readonly retryAfter?: number | undefined;
}

/** A longer Retry-After is not waited for: the run fails, and can be repeated then. */
export const longestRetryAfter = 15 * 60_000;

/** The share of a delay that is added to Retry-After, so that waiting clients don't all call at once. */
const shareBehindRetryAfter = 0.1;

/** The longest wait after the n-th attempt: exponential backoff. */
export function delayCeiling({ firstDelay, longestDelay }: Backoff, attempt: number): number {
  return Math.min(longestDelay, firstDelay * 2 ** (attempt - 1));
}

/**
 * How long to wait after the n-th attempt, in milliseconds; null: give up.
 * Exponential backoff with jitter (https://cloud.google.com/storage/docs/retry-strategy), and never
 * less than Retry-After.
 *
 * @param attempt how many attempts have failed, from 1
 * @param random a number in [0, 1)
 */
export function retryDelay(backoff: Backoff, attempt: number, random: number): number | null {
  const { attempts, jitter = 1, retryAfter = 0 } = backoff;
  if (attempt >= attempts || retryAfter > longestRetryAfter) return null;
  const delay = delayCeiling(backoff, attempt) * (1 - jitter + random * jitter);
  return retryAfter > 0 ? retryAfter + delay * shareBehindRetryAfter : delay;
}

export interface RetryOptions {
  /** How an error is retried; null: another attempt would not change it. */
  readonly backoffFor: (error: unknown) => Backoff | null;
  readonly clock?: Clock | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Waits after the n-th attempt, of so many at most; sleeps on the clock unless given. */
  readonly wait?: (
    delay: number,
    error: unknown,
    attempt: number,
    attempts: number,
  ) => Promise<void>;
  /** What to throw for the last attempt's error; the error itself unless given. */
  readonly failure?: (error: unknown, attempts: number) => unknown;
}

/**
 * Attempts a call until it succeeds, or fails in a way that another attempt would not change.
 * Only for calls that are safe to repeat: an answer may have been lost.
 *
 * The libraries for this (p-retry, async-retry) compute their delays from a table made beforehand
 * and sleep on real timers: neither a Retry-After, nor the pause of a whole shard, nor a clock that
 * a test controls has a place in them.
 */
export async function retry<T>(call: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { backoffFor, clock = systemClock, signal, failure } = options;
  const wait = options.wait ?? ((delay: number) => clock.sleep(delay, signal));
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      const backoff = backoffFor(error);
      const delay = backoff && retryDelay(backoff, attempt, clock.random());
      if (delay === null) throw failure ? failure(error, attempt) : error;
      await wait(delay, error, attempt, backoff?.attempts ?? attempt);
    }
  }
}
