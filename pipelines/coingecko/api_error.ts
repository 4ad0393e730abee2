import { ActionableError } from "../core/actionable_error";

/**
 * Failures of one call, classed by the reaction that they call for: repeat it (TransientFailure),
 * make the whole shard wait (RateLimited), or give up (every other Problem).
 */

/** 5xx, a timeout, a broken connection, a torn or unexpected body: the same call may succeed later. */
export class TransientFailure extends Error {
  override readonly name = "TransientFailure";

  constructor(
    message: string,
    readonly details: {
      /** No answer came at all: there is nobody at that address, or no network. */
      readonly unreachable?: boolean;
      /** What Retry-After asked for. */
      readonly retryAfterMs?: number;
    } = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** 429 in any of its forms: as JSON, as Cloudflare's plain text, or hidden in a 200. */
export class RateLimited extends Error {
  override readonly name = "RateLimited";

  constructor(
    message: string,
    /** What Retry-After asked for; undefined where there was none. */
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}

/** 404: there is no such coin or path. */
export class NotFound extends ActionableError {
  override readonly name = "NotFound";
}

/** The run's budget of calls is spent. What was fetched is archived, so the same command goes on. */
export class BudgetSpent extends ActionableError {
  override readonly name = "BudgetSpent";

  constructor(maxRequests: number) {
    super(
      `The budget of ${maxRequests} API calls is spent.`,
      "What was fetched is archived: the same command (without --refresh) goes on from there; --maxRequests=N allows more.",
    );
  }
}
