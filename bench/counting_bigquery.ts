/**
 * As much of BigQuery's API as a load of the market's table needs: it reads the CSV, uploaded or from
 * Cloud Storage, to its end, counts the records, and stores nothing. A separate process, so that a
 * benchmark measures only the loading side; it sends its URL, and accepts one load at a time.
 *
 *     node dist/bench/counting_bigquery.js
 */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { bigQuerySchema } from "../schemas/bigquery_schema";
import { cryptoMarketSnapshotFact } from "../schemas/crypto_market_snapshot_fact";

interface LoadJob {
  readonly configuration: { readonly load: { readonly sourceUris: readonly string[] } };
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
let lastLoad: Promise<number> = Promise.resolve(0);
let state: "RUNNING" | "DONE" = "DONE";

/** Line feeds of the CSV: the lines of the envelope around an upload end in CR LF. */
async function countLines(bytes: AsyncIterable<unknown>): Promise<number> {
  let lines = 0;
  let last = 0;
  for await (const chunk of bytes) {
    for (const byte of chunk as Uint8Array) {
      if (byte === lineFeed && last !== carriageReturn) lines++;
      last = byte;
    }
  }
  return lines;
}

async function countObject(uri: string): Promise<number> {
  const [, bucket = "", name = ""] = /^gs:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  const host = process.env.STORAGE_EMULATOR_HOST ?? "";
  const url = `${host}/storage/v1/b/${bucket}/o/${encodeURIComponent(name)}?alt=media`;
  const { body } = await fetch(url);
  if (!body) throw new Error(`${url} gave nothing.`);
  return countLines(body);
}

/** A load runs after its job was created; an upload is the request of the job itself. */
function start(lines: Promise<number>): void {
  state = "RUNNING";
  lastLoad = lines.finally(() => (state = "DONE"));
}

async function answer(request: IncomingMessage): Promise<unknown> {
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  if (pathname.startsWith("/upload/")) {
    start(countLines(request));
    await lastLoad;
  } else if (request.method === "POST") {
    const job = JSON.parse(Buffer.concat(await request.toArray()).toString()) as LoadJob;
    start(countObject(job.configuration.load.sourceUris[0] ?? ""));
  } else if (pathname.includes("/jobs/")) {
    if (state === "RUNNING") return { status: { state } };
    const statistics = { load: { outputRows: String((await lastLoad) - 1) } };
    return { status: { state }, statistics };
  } else if (pathname.includes("/tables/")) {
    return { schema: { fields: bigQuerySchema(cryptoMarketSnapshotFact) } };
  } else {
    return { location: "US" };
  }
  return { jobReference: { jobId: "last" }, status: { state: "RUNNING" } };
}

const server = createServer((request, response) => {
  answer(request).then(
    (body) => response.setHeader("content-type", "application/json").end(JSON.stringify(body)),
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});
server.listen(0, "127.0.0.1", () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
// It ends with the process that started it, however that ends.
process.on("disconnect", () => process.exit());
