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

  /** @param cause the failure of the call before, whose retry the budget does not allow */
  constructor(
    readonly maxRequests: number,
    cause?: Error,
  ) {
    super(
      `The budget of ${maxRequests} API calls is spent${cause ? `; the last call failed: ${cause.message}` : ""}.`,
      "What was fetched is archived: the same command (without --refresh) resumes from there; --maxRequests=N allows more.",
      cause && { cause },
    );
  }
}
