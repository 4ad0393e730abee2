import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import { constants, createGzip, gzip } from "node:zlib";
import type { Answer } from "./answer";

/** Pages are to be made faster than they are read: a light compression is enough. */
const GZIP = { level: constants.Z_BEST_SPEED };
const gzipText = promisify(gzip) as (text: string, options: typeof GZIP) => Promise<Buffer>;

export function acceptsGzip(request: IncomingMessage): boolean {
  return /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
}

/** A body as it is sent: compressed if the client takes that; one that is streamed stays as it is. */
export async function encode(answer: Answer, compress: boolean): Promise<Buffer | Readable> {
  if (typeof answer.body !== "string") return Readable.from(answer.body);
  return compress ? gzipText(answer.body, GZIP) : Buffer.from(answer.body);
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

/** Sends a whole answer. */
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
    await (compress ? pipeline(body, createGzip(GZIP), response) : pipeline(body, response));
  }
}

/** Promises all of a body, sends half of it, and cuts the connection. */
export async function sendTorn(
  response: ServerResponse,
  head: Record<string, string>,
  body: Buffer,
): Promise<void> {
  response.writeHead(200, { ...head, "content-length": body.length });
  await new Promise((sent) => response.write(body.subarray(0, body.length >> 1), sent));
  response.destroy();
}
