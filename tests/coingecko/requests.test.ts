import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { archiveName } from "../../pipelines/coingecko/archive_name";
import {
  largestCoinsRequest,
  marketChartRequest,
} from "../../pipelines/coingecko/history_requests";
import { Archive } from "../../pipelines/coingecko/archive";
import {
  coinDetailsRequest,
  extraRequest,
  idBatches,
  marketByIdsRequest,
  marketPageRequest,
  requestUrl,
  type MarketQuery,
} from "../../pipelines/coingecko/requests";
import { extraNames } from "../../pipelines/coingecko/settings";
import { LocalObjectStore } from "../../pipelines/storage/local/object_store";
import { temporaryFolder } from "../support/temporary_folder";

const folder = temporaryFolder();
const market: MarketQuery = {
  vsCurrency: "usd",
  includeRehypothecated: true,
  coins: { kind: "all" },
};

/** Whole characters, among them all that file systems and URLs treat in a way of their own. */
const foreignText = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 90 }),
  fc.string({
    unit: fc.constantFrom(
      ...Array.from("aA.~%@/\\:*?\"<>|'()! []_-&=+#,\u0000\u0001\u007f\u00a0\u200b"),
    ),
    minLength: 1,
    maxLength: 200,
  }),
);

describe("the request of a chart", () => {
  const asked = { first: "2025-11-11", last: "2026-02-10" };
  const span = { first: "2026-02-01", last: "2026-02-10", asked };

  it("asks from the first second of its days to the last", () => {
    const request = marketChartRequest({ vsCurrency: "usd" }, "boringdao-[old]", span);
    expect(requestUrl("http://x", request)).toBe(
      "http://x/coins/boringdao-%5Bold%5D/market_chart/range?vs_currency=usd&from=1762819200&to=1770767999&interval=daily&precision=full",
    );
  });

  it("has coin, currency and the wanted days in its name, whichever more are asked for", () => {
    const nameOf = (id: string, vsCurrency = "usd", of = span) =>
      marketChartRequest({ vsCurrency }, id, of).archiveName;
    expect(nameOf("a/b")).toBe("market_chart/usd/2026-02-01_2026-02-10/a%2Fb");
    expect(nameOf("a/b", "usd", { ...span, asked: span })).toBe(nameOf("a/b"));
    const names = [nameOf("a"), nameOf("b"), nameOf("a", "eur")];
    names.push(nameOf("a", "usd", { ...span, first: "2026-02-02" }));
    expect(new Set(names).size).toBe(names.length);
  });

  it("is for the largest coins of now, apart from the market pages of a snapshot", () => {
    const top = { ...market, coins: { kind: "top", count: 9 } } as const;
    const largest = largestCoinsRequest(top, 1);
    expect(largest.query).toMatchObject({ order: "market_cap_desc", page: "1" });
    expect(largest.archiveName).toBe("largest_coins/usd/00001");
    expect(largest.archiveName).not.toBe(marketPageRequest(top, 1).archiveName);
  });
});

describe("names in the archive", () => {
  it("are never shared by two texts", () => {
    fc.assert(
      fc.property(foreignText, foreignText, (a, b) => {
        expect(archiveName(a) === archiveName(b)).toBe(a === b);
      }),
    );
  });

  it("are not shared with a text that looks like a shortened name", () => {
    const long = "x".repeat(300);
    expect(archiveName(long).length).toBeLessThanOrEqual(120);
    expect(archiveName(archiveName(long))).not.toBe(archiveName(long));
    expect(archiveName(`${"x".repeat(300)}y`)).not.toBe(archiveName(long));
  });

  it("can be written, found and distinguished in a folder", async () => {
    const ids = ["..", ".", "a.", "a", "1move token", "boringdao-[old]", "a/b", "a\\b", "a@b"]
      .concat(["a@20260102T030405678Z", "con:", "%41", "A", "é", "🚀", "字".repeat(40), "-6", "_"])
      .concat(fc.sample(foreignText, { numRuns: 40, seed: 3 }));
    const distinct = [...new Set(ids)];
    const store = new LocalObjectStore(folder(), "run");
    const keep = new Archive(store, "coingecko", "2026-01-02");
    const fetchedAt = "2026-01-02T03:04:05.678Z";
    for (const id of distinct) {
      const gzipped = Buffer.from(id);
      await keep.write(coinDetailsRequest(id).archiveName, { status: 200, fetchedAt, gzipped });
    }
    await keep.flush();
    const found = new Archive(store, "coingecko", "2026-01-02");
    for (const id of distinct) {
      const answer = await found.find(coinDetailsRequest(id).archiveName);
      expect(answer).toEqual({ status: 200, fetchedAt, gzipped: Buffer.from(id) });
    }
    expect(await found.has(coinDetailsRequest(randomUUID()).archiveName)).toBe(false);
  });

  it("differ when the request does", () => {
    const scopes: MarketQuery[] = [
      market,
      { ...market, vsCurrency: "eur" },
      { ...market, includeRehypothecated: false },
      { ...market, coins: { kind: "top", count: 500 } },
      { ...market, coins: { kind: "category", id: "layer-1" } },
      { ...market, coins: { kind: "category", id: "layer-1-00001" } },
    ];
    const requests = scopes.flatMap((scope) => [
      ...[1, 2, 10, 11].map((page) => marketPageRequest(scope, page)),
      marketByIdsRequest(scope, ["a", "b"]),
      marketByIdsRequest(scope, ["a"]),
    ]);
    const urls = new Set(requests.map((request) => requestUrl("", request)));
    expect(new Set(requests.map(({ archiveName }) => archiveName)).size).toBe(urls.size);
    // The pages of any top N are the same requests.
    const top = marketPageRequest({ ...market, coins: { kind: "top", count: 9 } }, 1);
    expect(requests.map(({ archiveName }) => archiveName)).toContain(top.archiveName);
  });
});

describe("URLs", () => {
  it("request pages of 250 by id, in full precision, complete", () => {
    const url = new URL(requestUrl("http://host/api/v3", marketPageRequest(market, 3)));
    expect(url.pathname).toBe("/api/v3/coins/markets");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      ...{ vs_currency: "usd", include_rehypothecated: "true", sparkline: "true" },
      ...{ precision: "full", locale: "en", order: "id_asc", per_page: "250", page: "3" },
      ...{ price_change_percentage: "1h,7d,14d,30d,200d,1y" },
    });
  });

  it("carry any id unchanged", () => {
    fc.assert(
      fc.property(foreignText, (id) => {
        fc.pre(!/^\.{1,2}$/.test(id));
        const details = new URL(requestUrl("http://host", coinDetailsRequest(id)));
        expect(decodeURIComponent(details.pathname)).toBe(`/coins/${id}`);
        const page = new URL(requestUrl("http://host", marketByIdsRequest(market, [id])));
        expect(page.searchParams.get("ids")).toBe(id);
      }),
    );
  });
});

it("the further answers have each their path and their name in the archive", () => {
  const requests = extraNames.map(extraRequest);
  expect(requests.map((request) => requestUrl("http://host", request))).toEqual([
    "http://host/global",
    "http://host/coins/categories",
    "http://host/exchange_rates",
  ]);
  expect(new Set(requests.map(({ archiveName }) => archiveName)).size).toBe(requests.length);
});

describe("idBatches", () => {
  it("distributes every id once, in order, over requests that are not too large", () => {
    const ids = fc.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 70 }), {
      maxLength: 1_000,
    });
    fc.assert(
      fc.property(ids, (ids) => {
        const batches = idBatches(ids);
        expect(batches.flat()).toEqual(ids);
        for (const batch of batches) {
          expect(batch.length).toBeGreaterThan(0);
          expect(batch.length).toBeLessThanOrEqual(250);
          const encoded = encodeURIComponent(batch.join(",")).length;
          if (batch.length > 1) expect(encoded).toBeLessThanOrEqual(5_000);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("fills a page before it starts the next", () => {
    const ids = Array.from({ length: 501 }, (_, n) => `coin-${n}`);
    expect(idBatches(ids).map((batch) => batch.length)).toEqual([250, 250, 1]);
    expect(idBatches([])).toEqual([]);
  });
});
