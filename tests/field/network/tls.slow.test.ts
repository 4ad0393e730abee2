import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { ActionableError } from "../../../pipelines/core/actionable_error";
import { CloudObjectStore } from "../../../pipelines/storage/cloud/object_store";
import { json, ScriptedServer } from "../../coingecko/scripted_server";
import { environmentVariables } from "../../support/environment_variables";
import { apiRequests, coins } from "../../support/network/api_requests";
import { certificate, type Certificate } from "../../support/network/certificates";
import { runCli } from "../../support/run_cli";

const { folder, newFolder, askAt } = apiRequests();
const setEnvironment = environmentVariables();

describe("A server whose TLS can't be used ends the run at once:", () => {
  /** A server with a certificate, and how often a client connected to it. */
  async function secureServer({ cert, key }: Certificate) {
    let connections = 0;
    const server = createServer({ cert, key }, (_, response) => {
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
