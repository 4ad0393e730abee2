import { promisify } from "node:util";
import * as zlib from "node:zlib";
import { Agent, request as send, type Dispatcher } from "undici";
import { isUnreachable, networkCodeOf } from "../core/network_error";
import { TransientError } from "./api_error";

/** One exchange: the body as it came (gzip), and decompressed. */
export interface HttpExchange {
  readonly status: number;
  readonly retryAfter?: string | undefined;
  readonly gzipped: Buffer;
  readonly content: Buffer;
}

/** A GET to CoinGecko: once, without retries. What a retry may change is a TransientError. */
export class HttpClient {
  private readonly agent: Agent;

  constructor(timeoutMs = 20_000) {
    this.agent = new Agent({
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
        dispatcher: this.agent,
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
    const retryAfter = header(response, "retry-after");
    try {
      const gzipped = await asGzip(url, body, header(response, "content-encoding"));
      return { status, retryAfter, gzipped, content: await gunzip(url, gzipped) };
    } catch (failure) {
      if (status === 200) throw failure;
      // An error is judged by its status, also when its body is empty or not of the announced encoding.
      return { status, retryAfter, gzipped: await promisify(zlib.gzip)(body), content: body };
    }
  }

  async close(): Promise<void> {
    await this.agent.close();
  }
}

async function asGzip(url: string, body: Buffer, encoding: string | undefined): Promise<Buffer> {
  if (encoding?.toLowerCase() === "gzip") return body;
  if (encoding === undefined || encoding === "identity") return promisify(zlib.gzip)(body);
  throw new TransientError(`${url}: the answer came as ${encoding}, though gzip was asked for`);
}

/** More than a market page has: it is decompressed in one piece. What is not used takes no memory. */
const gunzipChunk = 2 * 1024 * 1024;

export async function gunzip(url: string, gzipped: Buffer): Promise<Buffer> {
  try {
    return await promisify(zlib.gunzip)(gzipped, { chunkSize: gunzipChunk });
  } catch (cause) {
    throw new TransientError(`${url}: the answer was cut off or damaged`, {}, { cause });
  }
}

function networkFailure(url: string, cause: unknown): TransientError {
  const code = networkCodeOf(cause);
  const reason = code ?? (cause instanceof Error ? cause.message : String(cause));
  return new TransientError(`${url}: ${reason}`, { unreachable: isUnreachable(code) }, { cause });
}

function header({ headers }: Dispatcher.ResponseData, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
