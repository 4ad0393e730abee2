import { ActionableError } from "../core/actionable_error";
import { networkCodeOf } from "../core/network/network_error";
import { proxySettings, shownProxy } from "../core/network/proxy";
import { KeyRefusedError, RateLimitError, TransientError } from "./api_error";
import { UnreachableError } from "./first_call";
import { plans } from "./plans";
import { tooLongRetryAfter } from "./retry";
import type { ApiSettings } from "./settings";

/**
 * What a failure that is not retried (any more) means, and what to do; an error that says so itself
 * stays as it is.
 */
export function explainFailure(error: unknown, attempts: number, settings: ApiSettings): unknown {
  if (error instanceof KeyRefusedError) return keyRefused(error, settings);
  if (error instanceof UnreachableError) {
    return new ActionableError(
      `${error.host} can't be reached: ${whyUnreachable(error)}.`,
      `Check the network, --source=${settings.source}${proxyAdvice()}; --source=sample needs none of them.`,
      { cause: error },
    );
  }
  if (!(error instanceof TransientError || error instanceof RateLimitError)) return error;
  const wait = tooLongRetryAfter(error);
  if (wait !== undefined) {
    return new ActionableError(
      `${error.message}; it asks for no call within ${Math.ceil(wait / 60_000)} minutes.`,
      "What was fetched is archived: repeat the same command then, and it resumes from there.",
      { cause: error },
    );
  }
  return new ActionableError(
    `${error.message}; gave up after ${attempts} ${attempts === 1 ? "attempt" : "attempts"}.`,
    "What was fetched is archived: repeat the same command later, and it resumes from there.",
    { cause: error },
  );
}

/** In words, with the code that a search engine knows. */
function whyUnreachable({ message, cause }: UnreachableError): string {
  const code = networkCodeOf(cause);
  const words = code === undefined ? undefined : unreachableWords[code];
  return words === undefined ? message : `${words} (${code})`;
}

const unreachableWords: Readonly<Record<string, string>> = {
  EAI_AGAIN: "its name can't be looked up",
  ECONNREFUSED: "the connection was refused",
  EHOSTUNREACH: "there is no route to it",
  ENETUNREACH: "there is no route to it",
  ENOTFOUND: "there is no host of that name",
  UND_ERR_CONNECT_TIMEOUT: "it did not answer in time",
};

function proxyAdvice(): string {
  const { httpProxy, httpsProxy } = proxySettings(process.env);
  const proxy = httpsProxy ?? httpProxy;
  return proxy === undefined
    ? " and, behind a proxy, HTTPS_PROXY"
    : ` and the proxy ${shownProxy(proxy)}`;
}

/**
 * What is wrong with a key that no header can carry: the place of the first such character, never the
 * key. Undefined for any other key.
 */
export function unsendableKey(key: string, { apiKeySecret }: ApiSettings): Error | undefined {
  const at = key.search(/[^\x20-\x7e]/);
  if (at === -1) return undefined;
  const holder =
    apiKeySecret === undefined ? "The variable COINGECKO_API_KEY" : `The secret ${apiKeySecret}`;
  const code = (key.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return new ActionableError(
    `${holder} has a key that can't be sent in a header: its character ${at + 1} of ${key.length} is U+${code}.`,
    "Copy the key again, without quotes, line breaks or invisible characters.",
  );
}

/** A plan with a key of CoinGecko's own can't be called without one. */
export function keyIsMissing({ plan, baseUrl }: ApiSettings): ActionableError {
  return new ActionableError(
    `Plan ${plan} needs an API key, sent as ${plans[plan].keyHeader ?? ""} to ${baseUrl}; there is none.`,
    "Set COINGECKO_API_KEY or --apiKeySecret, or use --source=public, which needs no key.",
  );
}

function keyRefused(error: KeyRefusedError, { plan, baseUrl }: ApiSettings): ActionableError {
  const { keyHeader } = plans[plan];
  const sent =
    keyHeader === undefined
      ? `plan ${plan} sends no key`
      : `plan ${plan} sent the key in ${keyHeader}`;
  return new ActionableError(
    `${error.message} (${sent}, to ${baseUrl}.)`,
    "Set COINGECKO_API_KEY or --apiKeySecret to a key of that plan, or choose the plan the key is of.",
    { cause: error },
  );
}
