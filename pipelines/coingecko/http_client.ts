import { promisify } from "node:util";
import * as zlib from "node:zlib";
import { request as send, type Dispatcher } from "undici";
import { ActionableError } from "../core/actionable_error";
import { httpDispatcher } from "../core/network/http_dispatcher";
import { isUnreachable, networkCodeOf } from "../core/network/network_error";
import { tlsFailure } from "../core/network/tls_error";
import { TransientError } from "./api_error";

/** One exchange: the body as it came (gzip), and decompressed. */
export interface HttpExchange {
  readonly status: number;
  readonly retryAfter?: string | undefined;
  /** The answer's own time, as an HTTP date. */
  readonly date?: string | undefined;
  /** Where a redirect leads to. */
  readonly location?: string | undefined;
  readonly gzipped: Buffer;
  readonly content: Buffer;
}

/** A GET to CoinGecko: once, without retries. What a retry may change is a TransientError. */
export class HttpClient {
  private readonly dispatcher: Dispatcher;

  constructor(timeoutMs = 20_000) {
    this.dispatcher = httpDispatcher({
      connections: 8,
      pipelining: 1,
      connect: { timeout: 10_000 },
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      keepAliveTimeout: 10_000,
    });
  }

  async get(
    url: string,
    headers: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<HttpExchange> {
    let response: Dispatcher.ResponseData;
    let body: Buffer;
    try {
      response = await send(url, {
        dispatcher: this.dispatcher,
        headers: {
          accept: "application/json",
          "accept-encoding": "gzip",
          "user-agent": "crypto-pipelines",
          ...headers,
        },
        ...(signal ? { signal } : {}),
      });
      body = Buffer.from(await response.body.arrayBuffer());
    } catch (cause) {
      if (signal?.aborted) throw cause;
      throw networkFailure(url, cause);
    }
    const status = response.statusCode;
    const about = {
      status,
      retryAfter: header(response, "retry-after"),
      date: header(response, "date"),
      location: header(response, "location"),
    };
    try {
      const gzipped = await asGzip(url, body, header(response, "content-encoding"));
      return { ...about, gzipped, content: await gunzip(url, gzipped) };
    } catch (failure) {
      if (status === 200) throw failure;
      // An error is judged by its status, also when its body is empty or damaged.
      return { ...about, gzipped: await promisify(zlib.gzip)(body), content: body };
    }
  }

  async close(): Promise<void> {
    await this.dispatcher.close();
  }
}

/**
 * A body as gzip. It is judged by its bytes: proxies and caches change a body without its header, and
 * a header without its body.
 */
async function asGzip(url: string, body: Buffer, encoding = ""): Promise<Buffer> {
  if (body[0] === 0x1f && body[1] === 0x8b) return body;
  const isReadable = /^\s*[[{]/.test(body.subarray(0, 64).toString("latin1").replace(/^ï»¿/, ""));
  if (!isReadable && !/^(|identity|gzip|x-gzip)$/i.test(encoding)) {
    throw new TransientError(`${url}: the answer came as ${encoding}, though gzip was requested`);
  }
  return promisify(zlib.gzip)(body);
}

/** More than a market page has: it is decompressed in one piece. What is not used takes no memory. */
const gunzipChunk = 2 * 1024 * 1024;

/** The content of a gzip body, without a byte order mark. */
export async function gunzip(url: string, gzipped: Buffer): Promise<Buffer> {
  try {
    const content = await promisify(zlib.gunzip)(gzipped, { chunkSize: gunzipChunk });
    const hasMark = content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf;
    return hasMark ? content.subarray(3) : content;
  } catch (cause) {
    throw new TransientError(`${url}: the answer was cut off or damaged`, {}, { cause });
  }
}

/** What failed on the way to an answer: permanent where a retry would not change it. */
function networkFailure(url: string, cause: unknown): Error {
  const tls = tlsFailure(cause);
  if (tls) {
    const { host } = new URL(url);
    return new ActionableError(`No TLS with ${host}: ${tls.reason}.`, tls.next, { cause });
  }
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = networkCodeOf(cause);
  const proxyStatus = proxyStatusIn(message);
  if (proxyStatus === undefined) {
    const details = { unreachable: isUnreachable(code), unanswered: true };
    return new TransientError(`${url}: ${code ?? message}`, details, { cause });
  }
  const said = `${url}: the proxy answered ${proxyStatus}`;
  if (proxyStatus >= 500) return new TransientError(said, { unreachable: true }, { cause });
  const next =
    proxyStatus === 407
      ? "Put its user and password into HTTPS_PROXY (http://USER:PASSWORD@HOST:PORT)."
      : "Have the proxy allow this host, or name the host in NO_PROXY.";
  return new ActionableError(`${said}.`, next, { cause });
}

/** The status of a proxy that did not connect us, which the client has in its message alone. */
function proxyStatusIn(message: string): number | undefined {
  const [, tunnel] = /^Proxy response \((\d{3})\)/.exec(message) ?? [];
  if (tunnel !== undefined) return Number(tunnel);
  return message.startsWith("Proxy Authentication Required") ? 407 : undefined;
}

function header({ headers }: Dispatcher.ResponseData, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
