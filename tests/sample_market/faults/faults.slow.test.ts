import { request } from "undici";
import { allFaults, faultNames, type Faults } from "../../../pipelines/sample_market/faults/faults";
import {
  serveSampleMarket,
  type SampleMarketServer,
} from "../../../pipelines/sample_market/serve_sample_market";
import { allPages, ask, askJson, type Element } from "../ask";

const date = "2026-01-02";
const page = "/coins/markets?vs_currency=usd&per_page=250&order=id_asc";

/** The outcome of one request, as seen by a client. */
async function outcome(url: string, gzip = true, timeoutMs = 30_000): Promise<string> {
  try {
    const { statusCode, headers, body } = await request(url, {
      headers: gzip ? { "accept-encoding": "gzip" } : {},
      headersTimeout: timeoutMs,
    });
    const bytes = await body.arrayBuffer();
    const type = String(headers["content-type"]).split(";")[0] ?? "";
    const size = headers["content-encoding"] === "gzip" ? "gzip" : Buffer.from(bytes).toString();
    return `${statusCode} ${type} ${size.slice(0, 40)} ${String(headers["retry-after"] ?? "")}`;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

/** The outcome of a request to a server whose faults always occur. */
async function outcomeOf(faults: Faults, path = page, gzip = true): Promise<string> {
  const server = await serveSampleMarket({ coins: 300, date, faults });
  try {
    return await outcome(server.url + path, gzip, faults.timeout ? 300 : 30_000);
  } finally {
    await server.close();
  }
}

describe("a transport fault", () => {
  it.each<[keyof Faults, string | RegExp]>([
    ["tooManyRequests", /^429 application\/json {"status":{"error_code":429,.* 1$/],
    ["tooManyRequestsText", "429 text/plain error code: 1015 "],
    ["tooManyRequestsHidden", "200 text/plain error code: 1015 "],
    ["tooManyRequestsObject", /^200 application\/json {"status":{"error_code":429,/],
    ["forbiddenObject", /^200 application\/json {"status":{"error_code":403,/],
    ["serverError", /^500 application\/json {"status":500,"error":"Internal/],
    ["unavailable", /^503 text\/html <html>/],
    ["timeout", "UND_ERR_HEADERS_TIMEOUT"],
    ["tornBody", /UND_ERR_SOCKET|ECONNRESET/],
  ])("%s", async (fault, expected) => {
    expect(await outcomeOf({ [fault]: 1 })).toMatch(expected);
  });

  it("truncatedBody: ends normally, but too early", async () => {
    const server = await serveSampleMarket({ coins: 300, date, faults: { truncatedBody: 1 } });
    for (const path of [page, "/coins/list"]) {
      const { status, text } = await ask(server.url + path);
      expect(status).toBe(200);
      expect(text.startsWith('[{"id":')).toBe(true);
      expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    }
    await server.close();
  });

  it("tornBody affects streamed and uncompressed bodies too", async () => {
    expect(await outcomeOf({ tornBody: 1 }, "/coins/list")).toMatch(/UND_ERR_SOCKET|ECONNRESET/);
    expect(await outcomeOf({ tornBody: 1 }, page, false)).toMatch(/UND_ERR_SOCKET|ECONNRESET/);
  });

  it("occurs at its rate, identically in every run, and never three times in a row", async () => {
    const runs: string[][] = [];
    for (let run = 0; run < 2; run++) {
      const server = await serveSampleMarket({
        coins: 20,
        date,
        faults: { serverError: 0.3, tooManyRequestsText: 0.2 },
      });
      const codes: string[] = [];
      for (let n = 0; n < 300; n++) {
        codes.push((await outcome(`${server.url}/ping?n=${n % 40}`)).slice(0, 3));
      }
      runs.push(codes);
      expect(server.requests.map(({ status }) => String(status))).toEqual(codes);
      await server.close();
    }
    const [codes = [], repeated] = runs;
    expect(repeated).toEqual(codes);
    // A third of the requests never fails, so that a client that retries succeeds.
    const rate = (code: string) => codes.filter((one) => one === code).length / codes.length;
    expect(rate("500")).toBeGreaterThan(0.12);
    expect(rate("500")).toBeLessThan(0.28);
    expect(rate("429")).toBeGreaterThan(0.07);
    expect(rate("429")).toBeLessThan(0.2);
    for (let url = 0; url < 40; url++) {
      const own = codes.filter((_, n) => n % 40 === url).join(" ");
      expect(own).not.toMatch(/(?:500|429) (?:500|429) (?:500|429)/);
    }
  });

  it("is excluded from the totals of complete answers", async () => {
    const faults = { tornBody: 0.3, truncatedBody: 0.3 };
    const server = await serveSampleMarket({ coins: 300, date, faults });
    let whole = 0;
    for (let n = 0; n < 30; n++) {
      const answer = await ask(server.url + page).catch(() => null);
      if (!answer) continue;
      try {
        whole += (JSON.parse(answer.text) as Element[]).length;
      } catch {
        // A truncated body.
      }
    }
    expect(server.served("coins_markets").elements).toBe(whole);
    expect(server.requests.filter(({ fault }) => fault).length).toBeGreaterThan(5);
    await server.close();
  });
});

describe("data faults", () => {
  const coins = 1000;
  let coinIds: string[];
  const open = (faults: Faults, seed = 1): Promise<SampleMarketServer> =>
    serveSampleMarket({ coins, date, faults, seed });

  beforeAll(async () => {
    const server = await open({});
    coinIds = (await allPages(server.url, "order=id_asc")).map(({ id }) => id);
    await server.close();
  });

  it("moves repeat a coin on a second page, with a newer time, and hide another coin", async () => {
    const server = await open({ moves: 1 });
    const elements = await allPages(server.url, "order=id_asc", 100);
    const byPage = Array.from({ length: Math.ceil(elements.length / 100) }, (_, n) =>
      elements.slice(n * 100, (n + 1) * 100),
    );
    expect(elements).toHaveLength(coinIds.length);
    for (const [n, elementsOfPage] of byPage.entries()) {
      if (n === 0) continue;
      const [first] = elementsOfPage;
      const last = byPage[n - 1]?.at(-1);
      expect(first?.id).toBe(last?.id);
      if (!last?.last_updated || !first?.last_updated) continue;
      expect(Date.parse(first.last_updated) - Date.parse(last.last_updated)).toBe(60_000);
    }
    const missing = coinIds.filter((id) => !elements.some((element) => element.id === id));
    expect(missing).toHaveLength(byPage.length - 1);
    const query = `vs_currency=usd&ids=${encodeURIComponent(missing.join(","))}`;
    const found = await askJson<Element[]>(`${server.url}/coins/markets?${query}`);
    expect(found.map(({ id }) => id).sort()).toEqual(missing.sort());
    await server.close();
  });

  it("duplicates repeat a coin on a page and hide another one", async () => {
    const server = await open({ duplicates: 0.05 });
    const elements = await allPages(server.url, "order=id_asc");
    const distinct = new Set(elements.map(({ id }) => id)).size;
    expect(elements).toHaveLength(coinIds.length);
    expect(distinct).toBeLessThan(coinIds.length * 0.97);
    expect(server.served("coins_markets")).toMatchObject({
      elements: elements.length,
      distinctCoins: distinct,
      broken: 0,
    });
    await server.close();
  });

  it("brokenElements cover every kind of malformed element, identically each time", async () => {
    const server = await open({ brokenElements: 0.1 });
    const first = (await allPages(server.url, "order=id_asc")) as unknown[];
    expect(await allPages(server.url, "order=id_asc")).toEqual(first);
    const kinds = new Map<string, number>();
    for (const element of first) {
      const kind = kindOf(element);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    const good = kinds.get("fine") ?? 0;
    expect([...kinds.keys()].sort()).toEqual([
      "fine",
      "id null",
      "id number",
      "list",
      "no date",
      "no id",
      "null",
      "price string",
      "string",
    ]);
    expect(first).toHaveLength(coinIds.length);
    expect(server.served("coins_markets").broken).toBe(2 * (coinIds.length - good));
    await server.close();
  });

  it("differ with another seed", async () => {
    const texts: string[] = [];
    for (const seed of [1, 2]) {
      const server = await open({ duplicates: 0.05, moves: 0.5, brokenElements: 0.05 }, seed);
      const places = (await allPages(server.url, "order=id_asc")).map((element, at) =>
        typeof (element as Element | null)?.id === "string" ? "" : at,
      );
      texts.push(places.join());
      await server.close();
    }
    expect(texts[0]).not.toBe(texts[1]);
  });

  it("are absent from a market without faults", async () => {
    const server = await open({});
    const elements = await allPages(server.url, "order=id_asc");
    expect(elements.filter((element) => kindOf(element) !== "fine")).toEqual([]);
    await server.close();
  });
});

describe("allFaults", () => {
  it("distributes a share over all faults", () => {
    const faults = allFaults(0.1);
    expect(Object.keys(faults).sort()).toEqual([...faultNames].sort());
    expect(faults.timeout).toBeCloseTo(0.01);
  });
});

function kindOf(element: unknown): string {
  if (element === null) return "null";
  if (Array.isArray(element)) return "list";
  if (typeof element === "string") return "string";
  const { id, current_price, last_updated } = element as Record<string, unknown>;
  if (id === undefined) return "no id";
  if (typeof id !== "string") return `id ${id === null ? "null" : typeof id}`;
  if (typeof current_price === "string") return "price string";
  if (typeof last_updated === "string" && Number.isNaN(Date.parse(last_updated))) return "no date";
  return "fine";
}
