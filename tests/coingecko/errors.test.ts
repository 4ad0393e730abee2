import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import {
  coinDetailsRequest,
  coinListRequest,
  marketByIdsRequest,
} from "../../pipelines/coingecko/requests";
import { ActionableError } from "../../pipelines/core/actionable_error";
import { registerSecret } from "../../pipelines/core/text/redact";
import { temporaryFolder } from "../support/temporary_folder";
import { apiAt, failureOf } from "./api";
import { InstantClock } from "./clocks";
import { inTurn, json, ScriptedServer, type Reply } from "./scripted_server";

const folder = temporaryFolder();
const good = json([{ id: "bitcoin" }]);
const page = marketByIdsRequest(
  { vsCurrency: "usd", includeRehypothecated: true, coins: { kind: "all" } },
  ["bitcoin"],
);
const key = "CG-a-key-that-nobody-may-see";

/** Requests a market page from a server that answers as the script says. */
async function ask(replies: Reply[], request = page) {
  const server = await ScriptedServer.serving(inTurn(...replies));
  const clock = new InstantClock();
  const api = apiAt(server.url, join(folder(), randomUUID()), { clock, apiKey: key });
  try {
    const answer = await api.ask(request).catch((error: unknown) => error as Error);
    const message = answer instanceof Error ? answer.message : "";
    return {
      answer,
      message,
      use: api.use,
      waits: clock.waits,
      asked: server.asked,
      url: server.url,
    };
  } finally {
    await api.close();
    await server.close();
  }
}

describe("a transient answer is retried", () => {
  const limit = { status: { error_code: 429, error_message: "You've exceeded the Rate Limit." } };
  const text = (body: string, status: number): Reply => ({
    status,
    headers: { "content-type": "text/plain" },
    body,
  });

  it.each<[string, Reply, number]>([
    ["429 as JSON", json(limit, 429), 1],
    ["429 as Cloudflare's text", text("error code: 1015", 429), 1],
    ["429 as text within a 200", text("error code: 1015\n", 200), 1],
    ["429 as JSON within a 200", json(limit), 1],
    ["429 without a body, though gzip is announced", json("", 429), 1],
    ["429 of gzip that is none", { status: 429, headers: { "content-encoding": "gzip" } }, 1],
    ["500 whose status is a number", json({ status: 500, error: "Internal Server Error" }, 500), 0],
    ["503 as HTML", text("<html>unavailable</html>", 503), 0],
    ["403, which says temporarily unavailable", json({ status: { error_code: 403 } }, 403), 0],
    ["403 in place of a page", json({ status: { error_code: 403, error_message: "" } }), 0],
    ["an object in place of a list", json({ id: "bitcoin" }), 0],
    ["null", json(null), 0],
    ["HTML within a 200", text("<html>checking your browser</html>", 200), 0],
    ["an empty body", text("", 200), 0],
    ["a list cut off", text('[{"id":"bitcoin"},{"id":"eth', 200), 0],
    [
      "gzip cut off",
      { headers: { "content-encoding": "gzip" }, body: gzipSync("[1,2]").subarray(0, 20) },
      0,
    ],
    [
      "gzip without its check sum",
      { headers: { "content-encoding": "gzip" }, body: gzipSync("[1,2]").subarray(0, -8) },
      0,
    ],
    [
      "damaged gzip",
      { headers: { "content-encoding": "gzip" }, body: Buffer.from("no gzip at all") },
      0,
    ],
    ["another encoding than asked for", { headers: { "content-encoding": "br" }, body: "x" }, 0],
    [
      "a body torn off",
      (response) => {
        response.writeHead(200, { "content-length": "1000" });
        response.write("[{", () => response.destroy());
      },
      0,
    ],
    ["a connection cut before the answer", (response) => response.destroy(), 0],
  ])("%s", async (_, reply, rate_limited) => {
    const { answer, use, waits, asked } = await ask([reply, reply, good]);
    expect(answer).toMatchObject({ body: [{ id: "bitcoin" }] });
    expect(use).toEqual({
      ...{ requests: 3, from_archive: 0, retries: 2 },
      rate_limited: 2 * rate_limited,
    });
    expect(asked).toHaveLength(3);
    expect(waits.length).toBe(2);
  });

  it("gives up in the end, and says that a repeat resumes from there", async () => {
    const { answer, message, use } = await ask([json({ error: "down" }, 502)]);
    expect(answer).toBeInstanceOf(ActionableError);
    expect(message).toMatch(
      /answered 502: down; gave up after 6 attempts\. .*repeat the same command later/,
    );
    expect(use).toMatchObject({ requests: 6, retries: 5 });
  });

  it("retries a rate limit more often", async () => {
    const { message, use } = await ask([json(limit, 429)]);
    expect(message).toMatch(/answered 429 \(code 429\): You've exceeded the Rate Limit\./);
    expect(use).toMatchObject({ requests: 10, retries: 9, rate_limited: 9 });
  });

  it("waits for Retry-After, in seconds or until a date, but not for hours", async () => {
    const seconds = await ask([json(limit, 429, { "retry-after": "119" }), good]);
    expect(seconds.waits[0]).toBeGreaterThanOrEqual(119_000);
    expect(seconds.waits[0]).toBeLessThan(121_000);
    const until = "Fri, 02 Jan 2026 12:01:00 GMT";
    const date = "Fri, 02 Jan 2026 12:00:00 GMT";
    const dated = await ask([{ status: 503, headers: { date, "retry-after": until } }, good]);
    expect(dated.waits[0]).toBeGreaterThanOrEqual(60_000);
    expect(dated.waits[0]).toBeLessThan(61_000);
    const hours = await ask([json(limit, 429, { "retry-after": "7200" }), good]);
    expect(hours.message).toMatch(/it asks for no call within 120 minutes\. .*repeat the same/);
    expect(hours.asked).toHaveLength(1);
  });
});

describe("a permanent failure ends the run at once, with advice", () => {
  it.each<[string, Reply, RegExp]>([
    [
      "a key of another plan, code at the top",
      json({ error_code: 10011, status: { error_message: "use api.coingecko.com" } }, 400),
      /400 \(code 10011\): use api\.coingecko\.com \(plan demo sent the key in x-cg-demo-api-key, .*Set COINGECKO_API_KEY/,
    ],
    [
      "no key",
      json({ status: { error_code: 10002, error_message: "API Key Missing." } }, 401),
      /401 \(code 10002\): API Key Missing\..*COINGECKO_API_KEY/,
    ],
    [
      "beyond the time range, deep inside",
      json({ error: { status: { error_code: 10012, error_message: "exceeds" } } }, 401),
      /401 \(code 10012\): exceeds\. .*--source=pro/,
    ],
    [
      "a parameter",
      json({ error: "Missing parameter vs_currency" }, 422),
      /422: Missing parameter/,
    ],
    ["a path", json({ error: "coin not found" }, 404), /404: coin not found\. .*base URL/],
    ["an empty answer", { status: 204 }, /answered 204: an empty body\. Check the options/],
    [
      "an address that a firewall blocks, as text",
      { status: 403, body: "error code: 1020" },
      /answered 403: error code: 1020\. A firewall .* blocks this machine's address: use another/,
    ],
    [
      "an address that a firewall blocks, as a page",
      {
        status: 403,
        body: '<html><title>Access denied</title><span>Error</span> <span class="code">1009</span></html>',
      },
      /answered 403: an HTML page, "Access denied"\. A firewall .* use another network/,
    ],
    [
      "a redirect to another host",
      { status: 301, headers: { location: "https://other.test/" } },
      /redirects to https:\/\/other\.test\/, which is not followed/,
    ],
  ])("%s", async (_, reply, expected) => {
    const { answer, message, use } = await ask([reply]);
    expect(answer).toBeInstanceOf(ActionableError);
    expect(message).toMatch(expected);
    expect(message).not.toMatch(/\n/);
    expect(use).toMatchObject({ requests: 1, retries: 0 });
  });

  it("a connection that is refused: says so, and names the sample", async () => {
    // Another program may be given the port of a server that was closed.
    const api = apiAt("http://127.0.0.1:1", join(folder(), "nobody"));
    const failure = await failureOf(api.ask(page));
    expect(failure.message).toMatch(
      /127\.0\.0\.1:1 can't be reached: the connection was refused \(ECONNREFUSED\)\. Check the network, --source=demo and, behind a proxy, HTTPS_PROXY; --source=sample/,
    );
    expect(api.use.requests).toBe(1);
    await api.close();
  });
});

it("404 is an answer where there may be no such thing, and nowhere else", async () => {
  for (const request of [coinDetailsRequest("gone"), coinListRequest()]) {
    const { answer } = await ask([json({ error: "coin not found" }, 404)], request);
    expect(answer).toMatchObject({ body: null });
  }
});

it("the key goes into its header alone, never into an error, though a server repeats it", async () => {
  registerSecret(key);
  const repeated = { status: { error_code: 10002, error_message: `Invalid API key ${key}` } };
  const { answer, asked } = await ask([json(repeated, 401)]);
  expect(asked[0]?.headers["x-cg-demo-api-key"]).toBe(key);
  expect(asked[0]?.headers["x-cg-pro-api-key"]).toBeUndefined();
  expect(asked[0]?.url).not.toContain(key);
  const seen = new Set<unknown>();
  for (let error: unknown = answer; error instanceof Error; error = error.cause) {
    expect(seen.has(error)).toBe(false);
    seen.add(error);
    expect(JSON.stringify([error, error.message, error.stack])).not.toContain(key);
  }
  expect(seen.size).toBeGreaterThan(1);
});
