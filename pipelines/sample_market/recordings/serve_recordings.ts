import { createHash } from "node:crypto";
import { errorAnswer } from "../answers/answer";
import { HttpServer } from "../server/http_server";
import { parseRequestTarget } from "../server/request_target";
import { acceptsGzip, encode, headers, send } from "../server/send";
import { Recordings } from "./recordings";

export interface RecordingsServer {
  /** Base URL, such as `http://127.0.0.1:40123`; CoinGecko's paths are appended. */
  readonly url: string;
  /** Days with a recorded market page, YYYY-MM-DD, in order. */
  readonly dates: readonly string[];
  /** Paths and queries so far, in the order of arrival. */
  readonly requests: readonly string[];
  /** Selects the day whose market is served from now on. Throws an ActionableError for a day without one. */
  show(date: string): void;
  close(): Promise<void>;
}

/**
 * Replays a folder of recorded answers (see Recordings) on loopback, byte for byte.
 * @param options.date the day whose market is served. Default: the last one.
 */
export async function serveRecordings(
  folder: string,
  options: { readonly port?: number; readonly date?: string } = {},
): Promise<RecordingsServer> {
  const recordings = new Recordings(folder);
  if (options.date !== undefined) recordings.show(options.date);
  const requests: string[] = [];
  const { url, close } = await HttpServer.listen(options.port ?? 0, async (request, response) => {
    requests.push(request.url ?? "/");
    const { path, query } = parseRequestTarget(request.url ?? "/");
    const answer = path ? recordings.answer(path, query) : errorAnswer(404, "coin not found");
    const compress = acceptsGzip(request);
    const etag = `W/"${createHash("md5").update(answer.body).digest("hex")}"`;
    const head = headers(answer, compress, etag);
    if (head.etag && request.headers["if-none-match"] === etag) {
      await send(response, 304, { etag }, Buffer.of());
    } else {
      await send(response, answer.status, head, await encode(answer, compress));
    }
  });
  return {
    url,
    dates: recordings.dates,
    requests,
    show: (date) => {
      recordings.show(date);
    },
    close,
  };
}
