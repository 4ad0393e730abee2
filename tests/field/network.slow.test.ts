import "../../pipelines/beam/sdk";
import { randomUUID } from "node:crypto";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import * as grpc from "@grpc/grpc-js";
import { JobServiceClient } from "apache-beam/proto/beam_job_api.grpc-client";
import { ApiDouble } from "../../emulators/google/api_double";
import { startCloudDoubles } from "../../emulators/google/cloud_doubles";
import { grpcClient } from "../../pipelines/beam/worker/grpc_channel";
import { coinListRequest } from "../../pipelines/coingecko/requests";
import { ActionableError } from "../../pipelines/core/actionable_error";
import { prepareProxyEnvironment, proxySettings } from "../../pipelines/core/proxy";
import { redact } from "../../pipelines/core/redact";
import { CloudObjectStore } from "../../pipelines/storage/cloud/object_store";
import { apiAt } from "../coingecko/api";
import { InstantClock } from "../coingecko/clocks";
import { inTurn, json, ScriptedServer, type Reply } from "../coingecko/scripted_server";
import { environmentVariables } from "../support/environment_variables";
import { certificate, type Certificate } from "../support/network/certificates";
import { Proxy } from "../support/network/proxy";
import { reportIn } from "../support/output_files";
import { runCli } from "../support/run_cli";
import { temporaryFolder } from "../support/temporary_folder";
import { serveMarket } from "../transforms/market/market_server";

const folder = temporaryFolder();
const setEnvironment = environmentVariables();
const key = "CG-a-key-that-nobody-may-see";
const today = new Date().toISOString().slice(0, 10);
const coins = [{ id: "bitcoin" }];
const portOf = (url: string) => Number(new URL(url).port);
const newFolder = () => join(folder(), randomUUID());

/** Requests the coin list from a server that answers as the script says, on a clock that does not wait. */
async function ask(replies: Reply[], settings: Parameters<typeof apiAt>[3] = {}, apiKey = key) {
  const server = await ScriptedServer.serving(inTurn(...replies));
  try {
    return { ...(await askAt(server.url, settings, apiKey)), asked: server.asked };
  } finally {
    await server.close();
  }
}

async function askAt(url: string, settings: Parameters<typeof apiAt>[3] = {}, apiKey = key) {
  const clock = new InstantClock();
  const api = apiAt(url, newFolder(), { clock, apiKey }, settings);
  try {
    const answer = await api.ask(coinListRequest()).catch((error: unknown) => error as Error);
    const message = answer instanceof Error ? answer.message : "";
    return { answer, message, use: api.use, waits: clock.waits };
  } finally {
    await api.close();
  }
}

describe("Behind a proxy,", () => {
  const password = "pass@word/1";
  const userInUrl = `user:${encodeURIComponent(password)}`;

  it("CoinGecko, Cloud Storage, BigQuery and Secret Manager are all called through it", async () => {
    const market = await serveMarket({ coins: 30 });
    const cloud = await startCloudDoubles();
    const secrets = new ApiDouble([
      {
        name: "secretmanager.versions.access",
        method: "GET",
        path: /^\/v1\/projects\/demo-project\/secrets\/coingecko\/versions\/latest:access$/,
        handle: () => ({ body: { payload: { data: Buffer.from(key).toString("base64") } } }),
      },
    ]);
    const routes = {
      "market.test": portOf(market.url),
      "storage.test": portOf(cloud.env.STORAGE_EMULATOR_HOST),
      "bigquery.test": portOf(cloud.env.BIGQUERY_EMULATOR_HOST),
      "secrets.test": portOf(await secrets.start()),
    };
    const proxy = await Proxy.start(routes, `user:${password}`);
    try {
      const { code, stdout, stderr } = await runCli(
        [
          ...["market-snapshot", "--source=http://market.test", "--plan=demo"],
          ...["--apiKeySecret=projects/demo-project/secrets/coingecko/versions/latest"],
          ...["--output=gs://demo-bucket/out", "--warehouse=bigquery:demo-project.crypto"],
          ...[`--snapshotDate=${today}`, "--requestsPerMinute=6000", "--verbose"],
        ],
        {
          env: {
            HTTP_PROXY: `http://${userInUrl}@127.0.0.1:${proxy.port}`,
            STORAGE_EMULATOR_HOST: "http://storage.test",
            BIGQUERY_EMULATOR_HOST: "http://bigquery.test",
            SECRET_MANAGER_EMULATOR_HOST: "http://secrets.test",
            METADATA_SERVER_DETECTION: "none",
          },
        },
      );
      expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
      expect(proxy.hosts).toEqual(Object.keys(routes).sort());
      expect(proxy.requests.filter(({ refused }) => refused)).toEqual([]);
      expect(market.asked[0]?.headers["x-cg-demo-api-key"]).toBe(key);
      for (const secret of [password, userInUrl, key])
        expect(stdout + stderr).not.toContain(secret);
    } finally {
      await Promise.all([proxy.stop(), market.close(), cloud.stop(), secrets.stop()]);
    }
  });

  it("loopback is called directly, whatever the variables are named", async () => {
    const output = newFolder();
    const market = await serveMarket({ coins: 30 });
    const nowhere = "http://127.0.0.1:1";
    const env = { http_proxy: nowhere, HTTP_PROXY: nowhere, https_proxy: nowhere };
    try {
      for (const source of [market.url, "sample:30"]) {
        const args = [
          "market-snapshot",
          `--source=${source}`,
          `--output=${output}/${source.length}`,
        ];
        const { code, errors } = await runCli(args, { env });
        expect({ code, errors }).toEqual({ code: 0, errors: [] });
      }
    } finally {
      await market.close();
    }
  });

  it("Cloud Storage's emulator on loopback is called directly", async () => {
    const cloud = await startCloudDoubles();
    setEnvironment({ ...cloud.env, HTTP_PROXY: "http://127.0.0.1:1" });
    prepareProxyEnvironment();
    await new CloudObjectStore("gs://demo-bucket/x", "run").check();
    await cloud.stop();
  });

  it("a job server on loopback is called directly", async () => {
    setEnvironment({ http_proxy: "http://127.0.0.1:1", https_proxy: "http://127.0.0.1:1" });
    const server = new grpc.Server();
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
        if (error) reject(error);
        else resolve(bound);
      });
    });
    for (const host of ["127.0.0.1", "localhost", "dns:///localhost"]) {
      const client = grpcClient(JobServiceClient, `${host}:${port}`);
      const failure = await new Promise((resolve) => {
        client.waitForReady(Date.now() + 10_000, resolve);
      });
      expect(failure).toBeUndefined();
      client.close();
    }
    server.forceShutdown();
  });

  it("one that wants other credentials ends the run at once, and says which variable", async () => {
    const proxy = await Proxy.start({ "market.test": 1 }, "user:another");
    setEnvironment({ HTTP_PROXY: `http://${userInUrl}@127.0.0.1:${proxy.port}` });
    for (const url of ["http://market.test", "https://market.test"]) {
      const { message, use } = await askAt(url);
      expect(message).toMatch(
        /the proxy answered 407\. Put its user and password into HTTPS_PROXY/,
      );
      expect(use.requests).toBe(1);
    }
    await proxy.stop();
  });

  it("one that refuses a host ends the run at once", async () => {
    const proxy = await Proxy.start({});
    setEnvironment({ HTTPS_PROXY: `127.0.0.1:${proxy.port}` });
    const { message, use } = await askAt("https://market.test");
    expect(message).toMatch(/the proxy answered 403\. .*NO_PROXY/);
    expect(use.requests).toBe(1);
    await proxy.stop();
  });

  it("one that is not there is named, without its credentials", async () => {
    setEnvironment({ HTTP_PROXY: `http://${userInUrl}@127.0.0.1:1` });
    const { message } = await askAt("http://market.test");
    expect(message).toMatch(/ECONNREFUSED.*and the proxy http:\/\/127\.0\.0\.1:1;/);
    expect(message).not.toContain("user");
  });

  it("one whose variable is no proxy is refused in one line", async () => {
    const { code, errors } = await runCli(["market-snapshot", "--source=public", "--coins=top:1"], {
      cwd: folder(),
      env: { HTTPS_PROXY: "socks5://user:secret-word@proxy.test:1080" },
    });
    expect(code).toBe(1);
    expect(errors).toEqual([
      expect.stringMatching(/^HTTPS_PROXY does not name an HTTP proxy\. Write http:\/\/HOST:PORT/),
    ]);
    expect(errors.join()).not.toContain("secret-word");
  });

  it("hosts in NO_PROXY are called directly", async () => {
    const server = await ScriptedServer.serving(() => json(coins));
    // An address of this machine that does not count as loopback.
    const url = server.url.replace("127.0.0.1", "0.0.0.0");
    const nowhere = "http://127.0.0.1:1";
    for (const env of [
      { NO_PROXY: "0.0.0.0" },
      { no_proxy: "other.test,0.0.0.0" },
      { NO_PROXY: "*" },
    ]) {
      delete process.env.NO_PROXY;
      delete process.env.no_proxy;
      setEnvironment({ HTTP_PROXY: nowhere, ...env });
      expect((await askAt(url)).answer).toMatchObject({ body: coins });
    }
    await server.close();
  });

  it("its settings are read from upper and lower case, and reach clients that know less", () => {
    const env: Record<string, string> = { https_proxy: "proxy.test:3128", NO_PROXY: "corp.test" };
    expect(proxySettings(env)).toMatchObject({ httpsProxy: "http://proxy.test:3128" });
    prepareProxyEnvironment(env);
    expect(env.https_proxy).toBe("http://proxy.test:3128");
    for (const name of ["NO_PROXY", "no_proxy"]) {
      expect(env[name]?.split(",")).toEqual(
        expect.arrayContaining(["corp.test", ".corp.test", "localhost", "127.0.0.1", "[::1]"]),
      );
    }
    expect(redact("user:secret-word")).toBe("user:secret-word");
    proxySettings({ HTTP_PROXY: "http://user:secret%2Dword@proxy.test" });
    expect(redact("secret-word secret%2Dword")).toBe("[redacted] [redacted]");
  });
});

describe("A server whose TLS can't be used ends the run at once:", () => {
  /** A server with a certificate, and how often a client connected to it. */
  async function secureServer({ cert, key: own }: Certificate) {
    let connections = 0;
    const server = createServer({ cert, key: own }, (_, response) => {
      response.end(JSON.stringify(coins));
    });
    server.on("connection", () => connections++);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return {
      url: `https://127.0.0.1:${port}`,
      connections: () => connections,
      close: () => new Promise((resolve) => server.close(resolve)),
    };
  }

  it("a certificate of an unknown authority, for which it names NODE_EXTRA_CA_CERTS", async () => {
    const server = await secureServer(certificate(folder(), "127.0.0.1"));
    const { answer, message, use } = await askAt(server.url);
    expect(answer).toBeInstanceOf(ActionableError);
    expect(message).toMatch(
      /No TLS with 127\.0\.0\.1:\d+: its certificate is not trusted \([A-Z_]+\)\. .*NODE_EXTRA_CA_CERTS/,
    );
    expect(use.requests).toBe(1);
    await server.close();
  });

  it("the same of Cloud Storage", async () => {
    const server = await secureServer(certificate(folder(), "127.0.0.1"));
    setEnvironment({ STORAGE_EMULATOR_HOST: server.url });
    const store = new CloudObjectStore("gs://demo-bucket/x", "run");
    await expect(store.check()).rejects.toThrow(
      /No TLS with Cloud Storage: its certificate is not trusted .*NODE_EXTRA_CA_CERTS/,
    );
    expect(server.connections()).toBe(1);
    await server.close();
  });

  it.each([
    [
      "that has expired",
      "127.0.0.1",
      true,
      /has expired \(CERT_HAS_EXPIRED\)\. Check this machine's clock/,
    ],
    ["of another host", "elsewhere.test", false, /is for another host .*Check the address/],
    ["of a trusted authority is used", "127.0.0.1", false, null],
  ])("a certificate %s", async (_, host, isExpired, expected) => {
    const made = certificate(folder(), host, isExpired);
    const server = await secureServer(made);
    const { code, errors } = await runCli(
      [
        "market-snapshot",
        `--source=${server.url}`,
        `--output=${newFolder()}`,
        "--coins=ids:bitcoin",
      ],
      { env: { NODE_EXTRA_CA_CERTS: made.file } },
    );
    if (expected === null) expect({ code, errors }).toEqual({ code: 0, errors: [] });
    else {
      expect({ code, lines: errors.length }).toEqual({ code: 1, lines: 1 });
      expect(errors[0]).toMatch(expected);
      expect(server.connections()).toBe(1);
    }
    await server.close();
  });

  it("a port that does not speak TLS", async () => {
    const server = await ScriptedServer.serving(() => json(coins));
    const { message, use } = await askAt(server.url.replace("http:", "https:"));
    expect(message).toMatch(/does not speak TLS .*http:\/\/ in place of https:\/\//);
    expect(use.requests).toBe(1);
    await server.close();
  });
});

describe("A key that no header can carry", () => {
  it.each([
    ["CG-1234\u200b5678", 8, "U\\+200B"],
    ["CG-12\n34", 6, "U\\+000A"],
    ["“CG-1234”", 1, "U\\+201C"],
  ])("is refused before any call: %j", async (bad, place, code) => {
    for (const [secret, holder] of [
      [{}, "The variable COINGECKO_API_KEY"],
      [
        { apiKeySecret: "projects/p/secrets/s/versions/1" },
        "The secret projects/p/secrets/s/versions/1",
      ],
    ] as const) {
      const { message, use } = await ask([json(coins)], secret, bad);
      expect(message).toMatch(
        new RegExp(`^${holder} has a key .*character ${place} of ${bad.length} is ${code}\\.`),
      );
      expect(message).not.toContain("CG-");
      expect(use.requests).toBe(0);
    }
  });

  it("does not matter where no key is sent", async () => {
    const { answer } = await ask([json(coins)], { plan: "public" }, "CG-\u200b");
    expect(answer).toMatchObject({ body: coins });
  });
});

describe("A redirect", () => {
  const to = (location: string, status = 302): Reply => ({ status, headers: { location } });

  it.each([301, 302, 303, 307, 308])(
    "%d on the same host is followed, with the key",
    async (status) => {
      const { answer, asked, use } = await ask([to("/v4/list?a=b", status), json(coins)]);
      expect(answer).toMatchObject({ body: coins });
      expect(asked.map(({ url }) => url)).toEqual(["/coins/list", "/v4/list?a=b"]);
      expect(asked.map(({ headers }) => headers["x-cg-demo-api-key"])).toEqual([key, key]);
      expect(use.requests).toBe(2);
    },
  );

  it.each([
    [
      "to another host",
      "http://other.test/coins/list",
      /redirects to http:\/\/other\.test\/coins\/list, which is not followed: it is another host/,
    ],
    ["to another port", "http://127.0.0.1:1/coins/list", /not followed: it is another host/],
    ["without an address", undefined, /a redirect without an address/],
    ["in a circle", "/coins/list", /redirects again, after 5 redirects/],
  ])("%s ends the run at once", async (_, location, expected) => {
    const reply: Reply = { status: 302, headers: location === undefined ? {} : { location } };
    const { answer, message, asked } = await ask([reply]);
    expect(answer).toBeInstanceOf(ActionableError);
    expect(message).toMatch(expected);
    expect(asked.length).toBeLessThanOrEqual(6);
  });

  it("never brings the key to another host", async () => {
    const other = await ScriptedServer.serving(() => json(coins));
    const { asked } = await ask([to(`${other.url}/coins/list`)]);
    expect(asked).toHaveLength(1);
    expect(other.asked).toEqual([]);
    await other.close();
  });

  it("from http to https of the host is followed", async () => {
    const made = certificate(folder(), "127.0.0.1");
    const keys: unknown[] = [];
    const secure = createServer({ cert: made.cert, key: made.key }, (request, response) => {
      keys.push(request.headers["x-cg-demo-api-key"]);
      response.end(JSON.stringify(coins));
    });
    await new Promise<void>((resolve) => secure.listen(0, "127.0.0.1", resolve));
    const { port } = secure.address() as AddressInfo;
    const plain = await ScriptedServer.serving((url) => to(`https://127.0.0.1:${port}${url}`));
    const { code, errors } = await runCli(
      [
        ...["market-snapshot", `--source=${plain.url}`, "--plan=demo", "--coins=ids:bitcoin"],
        `--output=${newFolder()}`,
      ],
      { env: { NODE_EXTRA_CA_CERTS: made.file, COINGECKO_API_KEY: key } },
    );
    expect({ code, errors }).toEqual({ code: 0, errors: [] });
    expect(keys).toEqual([key]);
    await Promise.all([plain.close(), new Promise((resolve) => secure.close(resolve))]);
  });
});

describe("A rate limit is one however it is said:", () => {
  const text = (body: string, status = 200): Reply => ({ status, body });
  const cloudflare =
    "<!DOCTYPE html><html><head><title>Access denied | api.coingecko.com used Cloudflare to restrict access</title></head><body>Error 1015 Ray ID: 8f</body></html>";

  it.each<[string, Reply]>([
    ["200 Throttled", text("Throttled")],
    ["200 Throttled as JSON text", json("Throttled")],
    ["200 Too many requests", text("Too Many Requests\n")],
    ["200 with a message", json({ message: "Too many requests" })],
    ["200 with an error", json({ error: "Throttled" })],
    ["200 error code: 1015", text("error code: 1015")],
    ["200 with Cloudflare's page", text(cloudflare)],
    ["403 with Cloudflare's page", text(cloudflare, 403)],
    ["200 with Cloudflare's challenge", text("<html><title>Just a moment...</title></html>")],
    ["429 with an HTML page", text("<html><title>Slow down</title></html>", 429)],
  ])("%s", async (_, reply) => {
    const { answer, use } = await ask([reply, json(coins)]);
    expect(answer).toMatchObject({ body: coins });
    expect(use).toMatchObject({ requests: 2, rate_limited: 1 });
  });

  it("an HTML page is shown by its title", async () => {
    const { message } = await ask([text(cloudflare)]);
    expect(message).toMatch(
      /an HTML page, "Access denied \| api\.coingecko\.com used Cloudflare to restrict access"; gave up/,
    );
    expect(message).not.toContain("<");
    const down =
      "<html><head><title>502 Bad Gateway &amp; more</title></head><body>x</body></html>";
    expect((await ask([text(down, 502)])).message).toContain(
      'answered 502: an HTML page, "502 Bad Gateway & more"',
    );
    expect((await ask([text("<html><body>Sign in</body></html>")])).message).toContain(
      "an HTML page without a title in place of JSON",
    );
  });

  it("Retry-After as a date is read against the answer's own date", async () => {
    const headers = {
      date: "Wed, 21 Oct 2026 07:28:00 GMT",
      "retry-after": "Wed, 21 Oct 2026 07:28:40 GMT",
    };
    const { waits } = await ask([{ status: 503, headers }, json(coins)]);
    expect(waits[0]).toBeGreaterThanOrEqual(40_000);
    expect(waits[0]).toBeLessThan(41_000);
  });
});

describe("A body is judged by its bytes:", () => {
  const gzipped = gzipSync(JSON.stringify(coins));
  const plain = JSON.stringify(coins);
  const mark = "\ufeff";
  const encoded = (encoding: string, body: string | Buffer): Reply => ({
    headers: { "content-encoding": encoding },
    body,
  });

  it.each<[string, Reply]>([
    ["x-gzip", encoded("x-gzip", gzipped)],
    ["GZIP", encoded("GZIP", gzipped)],
    ["gzip that no header announces", { body: gzipped }],
    ["gzip announced as identity", encoded("identity", gzipped)],
    ["JSON announced as gzip", encoded("gzip", plain)],
    ["JSON announced as br", encoded("br", plain)],
    ["JSON behind a byte order mark", { body: mark + plain }],
    ["gzip of JSON behind a byte order mark", encoded("gzip", gzipSync(mark + plain))],
  ])("%s is no damage", async (_, reply) => {
    const { answer, use } = await ask([reply]);
    expect(answer).toMatchObject({ body: coins, content: Buffer.from(plain) });
    expect(use).toMatchObject({ requests: 1, retries: 0 });
  });

  it("the archive gives the same as the answer did", async () => {
    const server = await ScriptedServer.serving(() => encoded("gzip", gzipSync(mark + plain)));
    const output = newFolder();
    const first = apiAt(server.url, output);
    const fetched = await first.ask(coinListRequest());
    await first.flush();
    expect(await apiAt(server.url, output).ask(coinListRequest())).toEqual(fetched);
    await first.close();
    await server.close();
  });
});

describe("On a paid plan, the credits that are left", () => {
  /** A run with a key of plan pro against a market whose `/key` answers so. */
  async function run(left: unknown, output = newFolder(), ...argv: string[]) {
    const answer =
      left === null
        ? json({ error: "not found" }, 404)
        : json({ plan: "Analyst", current_remaining_monthly_calls: left });
    const market = await serveMarket({ coins: 700, key: answer });
    const result = await runCli(
      [
        ...["market-snapshot", `--source=${market.url}`, "--plan=pro", `--output=${output}`],
        ...["--snapshotDate=2026-01-02", ...argv],
      ],
      { env: { COINGECKO_API_KEY: key } },
    );
    await market.close();
    const asked = market.asked.map(({ url }) => url.replace(/\?.*/, ""));
    return { ...result, asked, report: reportIn(output, "market-snapshot", "2026-01-02") };
  }

  it("are asked for once and told before the run", async () => {
    const { code, stdout, asked, report } = await run(7_400);
    expect(code).toBe(0);
    expect(stdout).toContain("about 75 calls; 7,400 credits are left");
    expect(asked.filter((path) => path === "/key")).toHaveLength(1);
    expect(asked[0]).toBe("/key");
    expect(report.counts.rows).toBe(700);
  });

  it("are compared with the calls that the run makes", async () => {
    const { code, stdout } = await run(3, newFolder(), "--coins=top:600");
    expect(code).toBe(0);
    expect(stdout).toContain("about 3 calls; 3 credits are left");
  });

  it("refuse a run that they don't cover, unless it is forced", async () => {
    const refused = await run(74);
    expect(refused.code).toBe(1);
    expect(refused.errors.join()).toMatch(
      /The plan's credits don't cover the run: about 75 calls; 74 credits are left this month\. .*--force/,
    );
    expect(refused.asked).toEqual(["/key"]);
    expect(refused.report.state).toBe("FAILED");
    const forced = await run(74, newFolder(), "--force");
    expect(forced.code).toBe(0);
  });

  it.each([[null], ["many"], [-1]])(
    "don't matter where /key does not say them (%j)",
    async (left) => {
      const { code, stdout } = await run(left);
      expect(code).toBe(0);
      expect(stdout).not.toContain("credits");
    },
  );
});
