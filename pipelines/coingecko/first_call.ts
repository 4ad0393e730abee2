import { connect } from "node:net";
import { once } from "node:events";
import { systemClock, type Clock } from "../core/clock";
import { isUnreachable, networkCodeOf } from "../core/network/network_error";
import { proxySettings } from "../core/network/proxy";
import { retry, type Backoff } from "../core/network/retry";
import { TransientError } from "./api_error";
import { notifyRetry } from "./notices";

/** The hosts that have answered this process, and so can be reached. */
const reached = new Set<string>();

/** Codes that say on a working network that the address is wrong: few attempts, in quick succession. */
const wrongAddress: Backoff = { attempts: 3, firstDelay: 500, longestDelay: 1_000, jitter: 0.5 };

/**
 * All other codes, for at most 5 seconds of waiting in all. EAI_AGAIN is among them: it means a busy
 * name server, but a machine that is offline gets it too, for every name. Once a host has answered,
 * each of these is a transient failure like any other.
 */
const noNetwork: Backoff = { attempts: 4, firstDelay: 1_000, longestDelay: 2_000, jitter: 0.5 };

/** Each attempt takes the connection's own timeout, which is long already. */
const noAnswer: Backoff = { ...noNetwork, attempts: 2 };
const connectTimeout = 10_000;

export interface FirstCallOptions {
  readonly clock?: Clock;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends a call to a host that may never have answered. As long as it has not, a failure to connect is
 * retried within seconds, and without the rate limiter: nothing reached the host.
 * @throws UnreachableError when no connection was made
 */
export async function firstCall<T>(
  url: string,
  send: () => Promise<T>,
  options: FirstCallOptions = {},
): Promise<T> {
  const { host } = new URL(url);
  if (reached.has(host)) return await send();
  const answer = await retryUnreachable(url, send, options);
  reached.add(host);
  return answer;
}

/**
 * Waits until the rate limiter allows a call. Before the first call to a host that may take seconds, in
 * which a connection without a request shows whether there is a network at all. Where a proxy is set,
 * only the call itself shows that.
 * @param acquired the rate limiter's answer
 * @throws UnreachableError when no connection was made
 */
export async function whileReachable(
  url: string,
  acquired: Promise<void>,
  options: FirstCallOptions = {},
): Promise<void> {
  const { host } = new URL(url);
  if (reached.has(host) || isProxied()) await acquired;
  else {
    const connected = retryUnreachable(url, () => connectTo(url, options.signal), options);
    await Promise.all([acquired, connected]);
  }
}

/** No connection was made to a host that has never answered. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";

  constructor(
    readonly host: string,
    cause: TransientError,
  ) {
    super(cause.message, { cause });
  }
}

function retryUnreachable<T>(
  url: string,
  send: () => Promise<T>,
  { clock = systemClock, signal }: FirstCallOptions,
): Promise<T> {
  return retry(send, {
    backoffFor,
    wait: async (delay, error, attempt, attempts) => {
      notifyRetry(url, error, attempt + 1, attempts);
      await clock.sleep(delay, signal);
    },
    clock,
    failure: (error) =>
      error instanceof TransientError && backoffFor(error) !== null
        ? new UnreachableError(new URL(url).host, error)
        : error,
  });
}

function backoffFor(error: unknown): Backoff | null {
  if (!(error instanceof TransientError) || !error.details.unreachable) return null;
  const code = networkCodeOf(error.cause);
  if (code === "ENOTFOUND" || code === "ECONNREFUSED") return wrongAddress;
  return code === "UND_ERR_CONNECT_TIMEOUT" ? noAnswer : noNetwork;
}

async function connectTo(url: string, signal: AbortSignal | undefined): Promise<void> {
  const { hostname, port, protocol } = new URL(url);
  const socket = connect({
    // An IPv6 address is in brackets in a URL only.
    host: hostname.replace(/^\[(.*)\]$/, "$1"),
    port: Number(port || (protocol === "https:" ? 443 : 80)),
  });
  const timeout = AbortSignal.timeout(connectTimeout);
  try {
    await once(socket, "connect", {
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
  } catch (cause) {
    signal?.throwIfAborted();
    const code = timeout.aborted ? "UND_ERR_CONNECT_TIMEOUT" : networkCodeOf(cause);
    // Whatever else is wrong, the call itself will say.
    if (!isUnreachable(code)) return;
    throw new TransientError(
      `${url}: ${code ?? ""}`,
      { unreachable: true, unanswered: true },
      { cause: timeout.aborted ? { code } : cause },
    );
  } finally {
    socket.destroy();
  }
}

function isProxied(): boolean {
  const { httpProxy, httpsProxy } = proxySettings(process.env);
  return httpProxy !== undefined || httpsProxy !== undefined;
}
