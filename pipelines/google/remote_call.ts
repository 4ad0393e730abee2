import { setTimeout as pause } from "node:timers/promises";
import type { Clock } from "../core/clock";
import { isTransientCode } from "../core/network/network_error";
import { isHtml, shownPage } from "../core/text/html";
import { type Backoff, retry } from "../core/network/retry";
import { tlsFailure } from "../core/network/tls_error";

/** How a remote call is retried, and how long one attempt may take. */
export interface RetryPolicy extends Backoff {
  /** How long one request may stay without an answer, in milliseconds. */
  readonly timeout: number;
}

/** Covers about a minute of failures. */
export const defaultRetryPolicy: RetryPolicy = {
  attempts: 7,
  firstDelay: 500,
  longestDelay: 32_000,
  timeout: 120_000,
};

/** A remote call that failed: permanently, or transiently more often than the policy allows. */
export class RemoteCallError extends Error {
  override readonly name = "RemoteCallError";

  constructor(
    /** What was called, such as `storage.objects.compose`. */
    readonly call: string,
    readonly attempts: number,
    override readonly cause: unknown,
  ) {
    super(messageOf(cause), { cause });
  }

  get isTransient(): boolean {
    return isTransient(this.cause);
  }
}

/**
 * Attempts a remote call until it succeeds, or fails in a way that another attempt would not change.
 * Only for calls that are safe to repeat: an answer may have been lost.
 * @throws RemoteCallError
 */
export function withRetry<T>(
  call: string,
  policy: RetryPolicy,
  attempt: () => Promise<T>,
  clock?: Clock,
): Promise<T> {
  return retry(() => inTime(policy.timeout, attempt()), {
    backoffFor: (error) => (isTransient(error) ? policy : null),
    failure: (error, attempts) => new RemoteCallError(call, attempts, error),
    clock,
  });
}

/** BigQuery's client has no timeout of its own: a call without an answer would never end. */
async function inTime<T>(limit: number, attempt: Promise<T>): Promise<T> {
  const expired = new AbortController();
  const late = pause(limit, undefined, { signal: expired.signal }).then(() => {
    throw Object.assign(new Error(`no answer within ${limit / 1000} s`), { code: "ETIMEDOUT" });
  });
  try {
    return await Promise.race([attempt, late]);
  } finally {
    expired.abort();
    late.catch(() => undefined);
  }
}

const transientStatus = new Set([408, 429, 500, 502, 503, 504]);
const transientReason = new Set(["rateLimitExceeded", "userRateLimitExceeded", "backendError"]);
const transientMessage =
  /socket hang up|premature close|cannot parse|unexpected (end|token)|aborted/i;

/** Whether an error is transient: overload, a lost connection, an answer that was cut off. */
export function isTransient(error: unknown): boolean {
  if (tlsFailure(error)) return false;
  const { name, code, errors, message } = error as {
    name?: string;
    code?: unknown;
    errors?: readonly { reason?: string }[];
    message?: string;
  };
  if (errors?.some(({ reason }) => reason !== undefined && transientReason.has(reason)))
    return true;
  if (transientReason.has(answerOf(error).reason ?? "")) return true;
  if (typeof code === "number") return transientStatus.has(code);
  // The clients fetch with node-fetch, whose errors are all about the connection.
  if (name === "FetchError") return true;
  if (typeof code === "string" && isTransientCode(code)) return true;
  return transientMessage.test(message ?? "");
}

/**
 * What a service's answer says: its reason and message, also where the client has not parsed the body
 * and gives it as its own message, as for downloads and some uploads.
 */
export function answerOf(error: unknown): { readonly reason?: string; readonly message?: string } {
  const { errors, message = "" } = error as ServiceAnswer;
  const { reason } = errors?.[0] ?? {};
  if (reason !== undefined) return { reason };
  const body = /\{[^]*\}/.exec(message)?.[0];
  if (body === undefined) return {};
  try {
    const { error: answer } = JSON.parse(body) as { error?: ServiceAnswer };
    const inBody = answer?.errors?.[0]?.reason;
    return {
      ...(inBody !== undefined && { reason: inBody }),
      ...(answer?.message !== undefined && { message: answer.message }),
    };
  } catch {
    return {};
  }
}

interface ServiceAnswer {
  readonly errors?: readonly { readonly reason?: string }[];
  readonly message?: string;
}

/** The HTTP status of an API error, if it is one. */
export function statusOf(error: unknown): number | undefined {
  const { code } = (error instanceof RemoteCallError ? error.cause : error) as { code?: unknown };
  return typeof code === "number" ? code : undefined;
}

/** The first line of an error's message; of an HTML page, such as a proxy's, the title. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (isHtml(message)) return shownPage(message);
  return (message.split("\n").find((line) => line.trim()) ?? message).trim();
}
