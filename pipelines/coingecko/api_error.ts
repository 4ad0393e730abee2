import { ActionableError } from "../core/actionable_error";

/**
 * Failures of one call, classed by the reaction that they call for: retry it (TransientError), make
 * the whole shard wait (RateLimitError), or give up (all others).
 */

/** 5xx, a timeout, a lost connection, a body cut off or of another form: a retry may succeed. */
export class TransientError extends Error {
  override readonly name = "TransientError";

  constructor(
    message: string,
    readonly details: {
      /** No connection was made: nothing listens at that address, or there is no network. */
      readonly unreachable?: boolean;
      /** The connection was lost, or timed out, before the answer was whole. */
      readonly unanswered?: boolean;
      /** The status of an answer that is an error. */
      readonly status?: number;
      /** What Retry-After asked for. */
      readonly retryAfterMs?: number | undefined;
    } = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** 429 in any of its forms: as JSON, as Cloudflare's plain text, or inside a 200. */
export class RateLimitError extends Error {
  override readonly name = "RateLimitError";

  constructor(
    message: string,
    /** What Retry-After asked for; undefined where there was none. */
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}

/** 401, or a key of another plan. */
export class KeyRefusedError extends Error {
  override readonly name = "KeyRefusedError";
}

/** 404: there is no such coin or path. */
export class NotFoundError extends ActionableError {
  override readonly name = "NotFoundError";
}

/** The run's budget of calls is spent. What was fetched is archived, so a repeat resumes there. */
export class BudgetSpentError extends ActionableError {
  override readonly name = "BudgetSpentError";

  /**
   * @param failed what used the budget up, where calls failed: how many, and why the latest of them
   */
  constructor(
    readonly maxRequests: number,
    failed?: { readonly calls: number; readonly latest: Error },
  ) {
    super(
      `The budget of ${maxRequests} API calls is spent${failed ? failures(failed) : ""}.`,
      "What was fetched is archived: the same command (without --refresh) resumes from there; --maxRequests=N allows more.",
      failed && { cause: failed.latest },
    );
  }
}

function failures({ calls, latest }: { calls: number; latest: Error }): string {
  return `: ${calls} of them failed, the latest: ${latest.message}`;
}
