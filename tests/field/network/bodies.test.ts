import { gzipSync } from "node:zlib";
import { coinListRequest } from "../../../pipelines/coingecko/requests";
import { apiAt } from "../../coingecko/api";
import { ScriptedServer, type Reply } from "../../coingecko/scripted_server";
import { apiRequests, coins } from "../../support/network/api_requests";

const { newFolder, ask } = apiRequests();

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
