import "../../../pipelines/beam/sdk";
import * as grpc from "@grpc/grpc-js";
import { JobServiceClient } from "apache-beam/proto/beam_job_api.grpc-client";
import { ApiDouble } from "../../../emulators/google/api_double";
import { startCloudDoubles } from "../../../emulators/google/cloud_doubles";
import { grpcClient } from "../../../pipelines/beam/worker/grpc_channel";
import { prepareProxyEnvironment, proxySettings } from "../../../pipelines/core/network/proxy";
import { redact } from "../../../pipelines/core/text/redact";
import { CloudObjectStore } from "../../../pipelines/storage/cloud/object_store";
import { json, ScriptedServer } from "../../coingecko/scripted_server";
import { environmentVariables } from "../../support/environment_variables";
import { apiRequests, coins, key } from "../../support/network/api_requests";
import { Proxy } from "../../support/network/proxy";
import { runCli } from "../../support/run_cli";
import { serveMarket } from "../../transforms/market/market_server";

const { folder, newFolder, askAt } = apiRequests();
const setEnvironment = environmentVariables();
const today = new Date().toISOString().slice(0, 10);
const portOf = (url: string) => Number(new URL(url).port);

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
