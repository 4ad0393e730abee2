import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { ActionableError } from "../../../pipelines/core/actionable_error";
import { json, ScriptedServer, type Reply } from "../../coingecko/scripted_server";
import { apiRequests, coins, key } from "../../support/network/api_requests";
import { certificate } from "../../support/network/certificates";
import { runCli } from "../../support/run_cli";

const { folder, newFolder, ask } = apiRequests();

describe("A redirect", () => {
  const to = (location: string, status = 302): Reply => ({ status, headers: { location } });

  it.each([301, 302, 303, 307, 308])(
    "%d on the same host is followed, with the key",
    async (status) => {
      const { answer, asked, use } = await ask([to("/v4/list?a=b", status), json(coins)]);
      expect(answer).toMatchObject({ body: coins });
      expect(asked.map(({ url }) => url)).toEqual([
        "/coins/list?include_platform=true",
        "/v4/list?a=b",
      ]);
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
        ...["--extras=none", `--output=${newFolder()}`],
      ],
      { env: { NODE_EXTRA_CA_CERTS: made.file, COINGECKO_API_KEY: key } },
    );
    expect({ code, errors }).toEqual({ code: 0, errors: [] });
    expect(keys).toEqual([key]);
    await Promise.all([plain.close(), new Promise((resolve) => secure.close(resolve))]);
  });
});
