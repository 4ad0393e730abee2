import { ActionableError } from "../core/actionable_error";
import { isHtml, shownPage } from "../core/text/html";
import { redact } from "../core/text/redact";
import { KeyRefusedError, NotFoundError, RateLimitError, TransientError } from "./api_error";

/** CoinGecko's own code and message, in whichever of their shapes they came. */
export interface Reason {
  readonly code?: number;
  readonly message: string;
}

/** What a body that is no good answer says: parsed JSON, or the text of a body that is not JSON. */
export function reasonOf(body: unknown): Reason {
  if (typeof body === "string") {
    return { message: isHtml(body) ? shownPage(body) : body.trim().slice(0, 200) };
  }
  if (!isRecord(body)) return { message: "an answer of another shape than documented" };
  const error = isRecord(body.error) ? body.error : body;
  const status = isRecord(error.status) ? error.status : {};
  const code = status.error_code ?? error.error_code;
  const message = status.error_message ?? error.error ?? error.error_message ?? error.message;
  return {
    ...(typeof code === "number" ? { code } : {}),
    message:
      typeof message === "string" ? message.trim() : "an object where something else is documented",
  };
}

/** Codes of CoinGecko's own: https://docs.coingecko.com/reference/common-errors-rate-limit */
const keyCodes = new Set([10002, 10005, 10006, 10010, 10011]);
const beyondTimeRangeCode = 10012;

/** The failure that an answer stands for, classed by the reaction that it calls for. */
export function failureOf(answer: {
  readonly url: string;
  readonly status: number;
  readonly retryAfterMs: number | undefined;
  readonly reason: Reason;
  /** The body, where it is not JSON. */
  readonly text?: string | undefined;
}): Error {
  const { url, status, retryAfterMs, reason } = answer;
  const { code, message } = reason;
  // A server that refuses a key may repeat it.
  const said = redact(
    `${url} answered ${status}${code === undefined ? "" : ` (code ${code})`}: ${message || "an empty body"}`,
  );
  const text = answer.text ?? message;
  if (isBlockText(text)) {
    return new ActionableError(
      said,
      "A firewall in front of the API blocks this machine's address: use another network (those of data centres and VPNs are often blocked), or a key (--source=demo).",
    );
  }
  const saysLimit = isRateLimitText(message) || (status < 500 && isRateLimitText(text));
  if (status === 429 || code === 429 || saysLimit) {
    return new RateLimitError(said, retryAfterMs);
  }
  if (status === 404) return new NotFoundError(said, "Check the base URL and the ids.");
  if (code === beyondTimeRangeCode) {
    return new ActionableError(
      said,
      "Ask for later days (--startDate), or use a paid plan: --source=pro.",
    );
  }
  if (status === 401 || (code !== undefined && keyCodes.has(code))) {
    return new KeyRefusedError(said);
  }
  // 403 is CoinGecko's "temporarily unavailable", and how Cloudflare blocks for a while.
  const isTransient = status === 200 || status === 403 || status === 408 || status >= 500;
  if (isTransient) {
    return new TransientError(said, { retryAfterMs, ...(status === 200 ? {} : { status }) });
  }
  return new ActionableError(said, "Check the options that the request is made of.");
}

/** What a limit is called where the status does not name it: by CoinGecko, by Cloudflare. */
const limitPhrase =
  /^\s*(error( code)?:? 1015\b|(you (are|have been) (being )?)?(throttled|rate[ -]?limited)\b|too many requests\b|rate limit exceeded\b)/i;

/**
 * Whether a body's text means a rate limit: as plain text, or as a page of Cloudflare, which blocks
 * for a while that way.
 */
export function isRateLimitText(text: string): boolean {
  if (!isHtml(text)) return limitPhrase.test(text);
  return /\b1015\b|too many requests|rate limited|cloudflare ray id|<title>[^<]*(cloudflare|just a moment)/i.test(
    text,
  );
}

/**
 * Whether a body's text is that of Cloudflare's lasting blocks, by address, country or firewall rule:
 * https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-1xxx-errors/
 */
export function isBlockText(text: string): boolean {
  const plain = isHtml(text) ? text.replace(/<[^>]*>/g, " ") : text.slice(0, 40);
  return /\berror(\s+code)?:?\s+10(0[6-9]|10|20)\b/i.test(plain);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
