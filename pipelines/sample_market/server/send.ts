import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { constants, createGzip, gzip } from "node:zlib";
import type { Answer } from "../answers/answer";

/** Fast compression: the server must not be slower than its clients. */
const gzipOptions = { level: constants.Z_BEST_SPEED };
const gzipText = promisify(gzip) as (text: string, options: typeof gzipOptions) => Promise<Buffer>;

export function acceptsGzip(request: IncomingMessage): boolean {
  return /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
}

/** Encodes a body, compressed if the client accepts it; a streamed body is compressed by `send`. */
export async function encode(answer: Answer, compress: boolean): Promise<Buffer | Readable> {
  if (typeof answer.body !== "string") return Readable.from(answer.body);
  return compress ? gzipText(answer.body, gzipOptions) : Buffer.from(answer.body);
}

export function headers(answer: Answer, compress: boolean, etag?: string): Record<string, string> {
  const cached = answer.maxAge !== undefined;
  return {
    "content-type": "application/json; charset=utf-8",
    "cache-control": cached
      ? `max-age=30, public, must-revalidate, s-maxage=${answer.maxAge}`
      : "no-cache",
    vary: "Accept-Encoding, Origin",
    ...(cached && etag ? { etag } : {}),
    ...(compress ? { "content-encoding": "gzip" } : {}),
    ...answer.headers,
  };
}

/** Sends a complete answer. */
export async function send(
  response: ServerResponse,
  status: number,
  head: Record<string, string>,
  body: Buffer | Readable,
): Promise<void> {
  if (Buffer.isBuffer(body)) {
    response.writeHead(status, { ...head, "content-length": body.length }).end(body);
    await once(response, "close");
  } else {
    response.writeHead(status, head);
    const compress = head["content-encoding"] === "gzip";
    await (compress ? pipeline(body, createGzip(gzipOptions), response) : pipeline(body, response));
  }
}

/** Announces the length of a body, sends half of it, and closes the connection. */
export async function sendTorn(
  response: ServerResponse,
  head: Record<string, string>,
  body: Buffer,
): Promise<void> {
  response.writeHead(200, { ...head, "content-length": body.length });
  await new Promise((sent) => response.write(body.subarray(0, body.length >> 1), sent));
  response.destroy();
}
