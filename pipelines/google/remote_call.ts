import { setTimeout as pause } from "node:timers/promises";

/** How often, and how patiently, a remote call is repeated. */
export interface RetryPolicy {
  /** Attempts in all, the first included. */
  readonly attempts: number;
  /** Before the second attempt; doubles from there on. Milliseconds. */
  readonly firstDelay: number;
  /** Milliseconds. */
  readonly longestDelay: number;
  /** How long one request may stay without an answer, in milliseconds. */
  readonly timeout: number;
}

/** About a minute of trouble is sat out. */
export const defaultRetryPolicy: RetryPolicy = {
  attempts: 7,
  firstDelay: 500,
  longestDelay: 32_000,
  timeout: 120_000,
};

/** A remote call that failed: for good, or in a way that passes more often than the policy allows. */
export class CallFailed extends Error {
  override readonly name = "CallFailed";

  constructor(
    /** What was called, such as `storage.objects.compose`. */
    readonly call: string,
    readonly attempts: number,
    override readonly cause: unknown,
  ) {
    super(messageOf(cause), { cause });
  }

  /** Whether it was of the kind that passes. */
  get isTransient(): boolean {
    return isTransient(this.cause);
  }
}

/**
 * Runs a remote call until it succeeds, or fails in a way that another attempt would not change.
 * Only for calls that may take effect twice without harm: an answer may have been lost.
 * @throws CallFailed
 */
export async function withRetry<T>(
  call: string,
  policy: RetryPolicy,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await inTime(policy.timeout, attempt());
    } catch (error) {
      if (!isTransient(error) || tried >= policy.attempts) throw new CallFailed(call, tried, error);
      await pause(Math.random() * longestPause(policy, tried));
    }
  }
}

/** BigQuery's client has no limit of its own, so that a call without an answer would hang for ever. */
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

/** The pause after the n-th attempt is random up to this: exponential backoff with full jitter. */
export function longestPause(policy: RetryPolicy, tried: number): number {
  return Math.min(policy.longestDelay, policy.firstDelay * 2 ** (tried - 1));
}

const passingStatus = new Set([408, 429, 500, 502, 503, 504]);
const passingReason = new Set(["rateLimitExceeded", "userRateLimitExceeded", "backendError"]);
const passingCode =
  /^(ECONN|EPIPE|E(SOCKET)?TIMEDOUT|EAI_AGAIN|ENOTFOUND|ENETUNREACH|EHOSTUNREACH)/;
const passingMessage =
  /socket hang up|premature close|cannot parse|unexpected (end|token)|aborted/i;

/** Whether the trouble is of the kind that passes: overload, a lost connection, a torn answer. */
export function isTransient(error: unknown): boolean {
  const { name, code, errors, message } = error as {
    name?: string;
    code?: unknown;
    errors?: readonly { reason?: string }[];
    message?: string;
  };
  if (errors?.some(({ reason }) => reason !== undefined && passingReason.has(reason))) return true;
  if (typeof code === "number") return passingStatus.has(code);
  // The clients fetch with node-fetch, whose errors are all about the way, never about the answer.
  if (name === "FetchError") return true;
  return (typeof code === "string" && passingCode.test(code)) || passingMessage.test(message ?? "");
}

/** The HTTP status of an API error, if it is one. */
export function statusOf(error: unknown): number | undefined {
  const { code } = (error instanceof CallFailed ? error.cause : error) as { code?: unknown };
  return typeof code === "number" ? code : undefined;
}

/** The first line of an error's message. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split("\n").find((line) => line.trim()) ?? message).trim();
}
