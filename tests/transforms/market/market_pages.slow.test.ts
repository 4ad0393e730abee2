import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { runDirect } from "../../../pipelines/runners/direct";
import type { AuditRecord } from "../../../pipelines/run/audit_record";
import { marketPages } from "../../../pipelines/transforms/market/market_pages";
import { elementsOf, type Page } from "../../../pipelines/transforms/parse/page";
import { json, type Reply } from "../../coingecko/scripted_server";
import { temporaryFolder } from "../../support/temporary_folder";
import { collect } from "../collect";
import { askedOf, coinIds, serveMarket, type Market } from "./market_server";
import { runsOf } from "../../run/run_of";

const folder = temporaryFolder();
const id = (element: unknown) => (element as { id: string }).id;

/** What a run over a market fetches and reports, and what was requested of the server. */
async function fetchMarket(market: Market, output: string, ...argv: string[]) {
  const server = await serveMarket(market);
  try {
    const run = runsOf("market-snapshot", `--source=${server.url}`, `--output=${output}`, ...argv);
    // The archive is named after the source, whose port is another one in each test.
    const named = { ...run, api: { ...run.api, archive: "market" } };
    let pages: Page[] = [];
    let audit: AuditRecord[] = [];
    await runDirect((root) => {
      const fetched = root.apply(marketPages(named));
      pages = collect("pages", fetched.pages);
      audit = collect("audit", fetched.audit);
    });
    const [failure = null] = audit.flatMap((record) =>
      record.kind === "failed" ? [new Error(`${record.what} ${record.next}`)] : [],
    );
    const requests = audit.flatMap((record) =>
      record.kind === "api" ? [record.use.requests] : [],
    );
    return {
      failure,
      coins: pages.flatMap((page) => elementsOf(page).map(id)).sort(),
      missing: audit.flatMap((record) => (record.kind === "missing" ? record.ids : [])),
      unnamed: audit.reduce((n, r) => n + (r.kind === "missing" ? r.unnamed : 0), 0),
      warnings: audit.flatMap((record) => (record.kind === "warning" ? [record.message] : [])),
      requests: requests.reduce((a, b) => a + b, 0),
      calls: server.asked.length,
      asked: askedOf(server),
    };
  } finally {
    await server.close();
  }
}

const fetch = (market: Market, ...argv: string[]) =>
  fetchMarket(market, join(folder(), randomUUID()), ...argv);
const upTo = (last: number) => Array.from({ length: last }, (_, n) => n + 1);
const shardCounts = [1, 2, 3, 4, 5];

describe.each(shardCounts)("over %d shards", (shards) => {
  const sharded = `--apiShards=${shards}`;

  it.each([
    [1, 1],
    [250, 2],
    [251, 2],
    [1_000, 5],
    [1_999, 8],
  ])("the whole market of %d coins: each page once", async (coins, pages) => {
    const fetched = await fetch({ coins }, sharded);
    expect(fetched.coins).toEqual(coinIds(coins));
    expect(fetched.asked).toEqual({ pages: upTo(pages), ids: [], lists: 1 });
    expect(fetched.requests).toBe(fetched.calls);
    expect(fetched).toMatchObject({ failure: null, missing: [], warnings: [] });
  });

  it("without a list: page by page until the end, each once", async () => {
    for (const coins of [1, 250, 1_100]) {
      const fetched = await fetch({ coins, list: null }, sharded);
      expect(fetched.coins).toEqual(coinIds(coins));
      const { pages } = fetched.asked;
      expect(new Set(pages).size).toBe(pages.length);
      expect(pages).toEqual(upTo(pages.length));
      // Every shard has to see an empty page for itself.
      expect(pages.length).toBeLessThanOrEqual(Math.ceil(coins / 250) + shards);
      expect(fetched.warnings.join()).toContain("no /coins/list");
    }
  });

  it("a category: the same, without asking for the list", async () => {
    const fetched = await fetch({ coins: 600 }, "--coins=category:layer-1", sharded);
    expect(fetched.coins).toEqual(coinIds(600));
    expect(fetched.asked).toMatchObject({ lists: 0, ids: [] });
    expect(new Set(fetched.asked.pages).size).toBe(fetched.asked.pages.length);
  });

  it.each([
    [100, 1],
    [250, 1],
    [600, 3],
  ])("top:%d requests just its pages", async (count, pages) => {
    const fetched = await fetch({ coins: 2_000 }, `--coins=top:${count}`, sharded);
    expect(fetched.coins).toEqual(coinIds(count));
    expect(fetched.asked).toEqual({ pages: upTo(pages), ids: [], lists: 0 });
    expect(fetched.warnings).toEqual([]);
  });

  it("ids: each once, unknown ones once more, and then they are missing", async () => {
    const ids = [...coinIds(600), "nobody", "a b"];
    const fetched = await fetch({ coins: 1_000 }, `--coins=ids:${ids.join(",")}`, sharded);
    expect(fetched.coins).toEqual(coinIds(600));
    // A batch that is answered short is requested once more, for what it lacks.
    const requested = [...ids, "nobody", "a b"].sort();
    expect(fetched.asked).toEqual({ pages: [], ids: requested, lists: 0 });
    expect(fetched.missing).toEqual(["a b", "nobody"]);
  });

  it("a repeat makes no call", async () => {
    const output = join(folder(), randomUUID());
    const market = { coins: 1_000, list: [...coinIds(1_000), "gone"] };
    const first = await fetchMarket(market, output, sharded);
    const again = await fetchMarket(market, output, sharded);
    expect(again).toEqual({
      ...first,
      ...{ requests: 0, calls: 0, asked: { pages: [], ids: [], lists: 0 } },
    });
  });

  it("as many calls as there are pages are budget enough", async () => {
    const fetched = await fetch({ coins: 1_999 }, sharded, "--maxRequests=9");
    expect(fetched).toMatchObject({ failure: null, calls: 9 });
  });

  it("a budget that is spent ends the run, and repeats reach the end of the market", async () => {
    const output = join(folder(), randomUUID());
    let runs = 0;
    for (let done = false; !done && runs < 20; runs++) {
      const fetched = await fetchMarket({ coins: 1_999 }, output, sharded, "--maxRequests=5");
      expect(fetched.calls).toBeLessThanOrEqual(5);
      done = fetched.failure === null;
      if (!done) expect(fetched.failure?.message).toMatch(/budget of 5 API calls is spent/);
      else expect(fetched.coins).toEqual(coinIds(1_999));
    }
    expect(runs).toBeGreaterThan(1);
    expect(runs).toBeLessThan(20);
  });
});

describe("a coin that the list names and no page holds", () => {
  it("is requested by id, once; then it is missing", async () => {
    // The second page comes without its first three coins, as if they had moved meanwhile.
    const page = (n: number) =>
      n === 2
        ? json(
            coinIds(500)
              .slice(253)
              .map((id) => ({ id })),
          )
        : undefined;
    const list = [...coinIds(700), "never"];
    const fetched = await fetch({ coins: 700, list, page });
    expect(fetched.asked.ids).toEqual(
      expect.arrayContaining(["coin-00251", "coin-00252", "coin-00253", "never"]),
    );
    expect(new Set(fetched.coins)).toEqual(new Set(coinIds(700)));
    expect(fetched.missing).toEqual(["never"]);
  });

  it("whose id is not usable is not requested", async () => {
    const list = [...coinIds(3), "", " ", "\ud800"];
    const fetched = await fetch({ coins: 3, list });
    expect(fetched).toMatchObject({ failure: null, missing: [], asked: { ids: [] } });
  });
});

describe("a server with limits of its own", () => {
  it.each(shardCounts)("that has smaller pages: all of them, over %d shards", async (shards) => {
    const sharded = `--apiShards=${shards}`;
    const market = { coins: 400, perPageAtMost: 50 };
    const whole = await fetch(market, sharded);
    expect(whole.coins).toEqual(coinIds(400));
    expect(whole.asked.ids).toEqual([]);
    expect(whole).toMatchObject({ failure: null, missing: [], warnings: [] });
    for (const argv of [["--coins=category:layer-1"], []]) {
      const unlisted = await fetch({ ...market, list: null }, sharded, ...argv);
      expect(unlisted.coins).toEqual(coinIds(400));
    }
    const top = await fetch(market, sharded, "--coins=top:320");
    expect(top.coins).toEqual(coinIds(320));
    expect(top.warnings).toEqual([]);
    const byId = await fetch(market, sharded, `--coins=ids:${coinIds(400).join(",")}`);
    expect(byId.coins).toEqual(coinIds(400));
    expect(byId.missing).toEqual([]);
  });

  it("that has fewer coins than the top that is requested: the others are missing", async () => {
    const fetched = await fetch({ coins: 280 }, "--coins=top:300");
    expect(fetched.coins).toEqual(coinIds(280));
    expect(fetched.asked.pages).toEqual([1, 2, 3]);
    expect(fetched.unnamed).toBe(20);
    expect(fetched.warnings.join()).toContain("Only 280 of the top 300 coins were returned");
  });

  it.each(shardCounts)("that ignores the page: it ends, over %d shards", async (shards) => {
    const market = { coins: 300, ignoresPage: true };
    const sharded = `--apiShards=${shards}`;
    const whole = await fetch(market, sharded);
    expect([...new Set(whole.coins)]).toEqual(coinIds(300));
    const unplanned = await fetch({ ...market, list: null }, sharded);
    expect([...new Set(unplanned.coins)]).toEqual(coinIds(250));
    expect(unplanned.calls).toBeLessThanOrEqual(1 + 2 * shards);
  });
});

describe("a market without coins ends the run before anything is archived", () => {
  it.each<[string, Market, string[]]>([
    ["an empty list", { coins: 5, list: [] }, []],
    ["an empty first page", { coins: 0, list: ["a"] }, []],
    ["an empty category", { coins: 0 }, ["--coins=category:none"]],
  ])("%s", async (_, market, argv) => {
    const output = join(folder(), randomUUID());
    const fetched = await fetchMarket(market, output, ...argv);
    expect(fetched.failure?.message).toMatch(/The market has no coins: .*Nothing was changed/);
    const healed = await fetchMarket({ coins: 5 }, output, ...argv);
    expect(new Set(healed.coins)).toEqual(new Set(coinIds(5)));
  });
});

it.each([2, 3, 4, 5, 6])(
  "the same pages are requested beyond a short one though page %d arrives late",
  async (late) => {
    const coins = coinIds(900);
    const lastPage = 6;
    // The late page is answered when all those that do not depend on it have been requested.
    const independent = Math.min(late + 2, lastPage);
    const requested = new Set<number>();
    let answerLate: (() => void) | undefined;
    const page = (number: number): Reply | undefined => {
      requested.add(number);
      if (requested.size >= independent) setImmediate(() => answerLate?.());
      if (number !== late) return undefined;
      const body = coins.slice((number - 1) * 250, number * 250).map((id) => ({ id }));
      return (response) => {
        answerLate = () => response.end(JSON.stringify(body));
      };
    };
    const { asked, coins: got } = await fetch({ coins, list: coinIds(2_000), page });
    expect(asked.pages).toEqual(upTo(lastPage));
    expect(got).toEqual(coins);
  },
);
