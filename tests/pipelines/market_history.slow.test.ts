import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addDays } from "../../pipelines/core/day";
import { log } from "../../pipelines/core/log";
import type { RunReport } from "../../pipelines/run/report";
import {
  serveSampleMarket,
  type SampleMarketServer,
} from "../../pipelines/sample_market/serve_sample_market";
import { msPerHour } from "../../pipelines/sample_market/time";
import { json, type Reply, type ScriptedServer } from "../coingecko/scripted_server";
import { duckDbRows } from "../support/duckdb_rows";
import { errorOf } from "../support/error_of";
import { csvRecords, dataHashes, filesBelow, strayFiles } from "../support/output_files";
import { serveReplaced } from "../support/replaced_answers";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";

const today = "2026-03-05";
const last = "2026-03-04";
const first = addDays(last, -3);
const days = [0, 1, 2, 3].map((n) => addDays(first, n));

const folder = temporaryFolder();
const replies = new Map<string, Reply>();
let market: SampleMarketServer;
/** The market, with what `replies` has in the place of its answers. */
let server: ScriptedServer;
let output: string;
/** The largest coins, which are listed for ever. */
let ids: readonly string[];

beforeAll(async () => {
  log.level = "error";
  market = await serveSampleMarket({ coins: 60, date: today });
  server = await serveReplaced(market, replies);
  const page = await fetch(
    `${market.url}/coins/markets?vs_currency=usd&include_rehypothecated=true&per_page=9`,
  );
  ids = ((await page.json()) as { id: string }[]).map(({ id }) => id);
});
afterAll(() => Promise.all([market.close(), server.close()]));
beforeEach(() => {
  replies.clear();
  output = join(folder(), randomUUID());
});

/** Runs the history of the four days, and returns the reports by day. */
async function history(coins: string, ...options: string[]): Promise<Map<string, RunReport>> {
  const reports = await runInProcess(
    ...["market-history", `--source=${server.url}`, `--snapshotDate=${today}`],
    ...[`--coins=${coins}`, `--startDate=${first}`, `--output=${output}`, ...options],
  );
  return new Map(reports.map((report) => [report.snapshot_date, report]));
}

const rowsOn = (day: string) => csvRecords(output, `daily_history/history_${day}.csv`);
const coinsOn = (day: string) => rowsOn(day).map(({ asset_id }) => asset_id);
const sorted = (texts: readonly string[]) => [...texts].sort();
const pathOf = (id: string) => `/coins/${id}/market_chart/range`;
const callsSince = (from: number) =>
  server.asked.slice(from).map(({ url }) => new URL(url, server.url).pathname);
const rejectsOn = (day: string) =>
  readFileSync(join(output, `rejected/market-history/${day}.jsonl`), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** A chart of the four days. */
const chart = (prices: readonly unknown[], ...others: (readonly unknown[])[]) => {
  const points = (values: readonly unknown[]) =>
    values.map((value, n) => [Date.parse(days[n] ?? ""), value]);
  const [market_caps = prices, total_volumes = prices] = others;
  return json({
    prices: points(prices),
    market_caps: points(market_caps),
    total_volumes: points(total_volumes),
  });
};

describe("the history of the largest coins", () => {
  it("has the price of each day's start, in a CSV a day and in the warehouse", async () => {
    const reports = await history("top:5");
    expect([...reports.keys()]).toEqual(days);
    for (const day of days) {
      const rows = rowsOn(day);
      expect(rows.map(({ asset_id }) => asset_id)).toEqual(sorted(ids.slice(0, 5)));
      for (const { asset_id = "", price, priced_at, snapshot_date, vs_currency } of rows) {
        const coin = market.market.coinOfId(asset_id);
        const hour = Date.parse(day) / msPerHour;
        expect(Number(price)).toBe(coin && market.market.priceAt(coin.model, hour));
        expect([snapshot_date, vs_currency, priced_at]).toEqual([
          day,
          "usd",
          `${day}T00:00:00.000Z`,
        ]);
      }
      expect(reports.get(day)).toMatchObject({
        ...{ state: "DONE", counts: { fetched: 5, rows: 5, duplicates: 0, rejects: 0 } },
        tables: [
          { name: "crypto_market_history_fact", rows: 5 },
          { name: "crypto_market_history_rejects", rows: 0 },
          { name: "crypto_market_history_runs", rows: 1 },
        ],
      });
    }
    const loaded = await duckDbRows(
      join(output, "warehouse.duckdb"),
      `SELECT snapshot_date, asset_id, price, market_cap, total_volume
       FROM crypto_market_history_fact ORDER BY ALL`,
    );
    const written = days.flatMap(rowsOn);
    expect(loaded).toEqual(
      written.map(({ snapshot_date, asset_id, price, market_cap, total_volume }) => ({
        ...{ snapshot_date, asset_id, price: Number(price) },
        ...{ market_cap: Number(market_cap), total_volume: Number(total_volume) },
      })),
    );
    expect(strayFiles(output)).toEqual([]);
  });

  it("costs a call a coin, and a repeat none", async () => {
    const asked = server.asked.length;
    const reports = await history("top:3");
    expect(sorted(callsSince(asked))).toEqual(
      sorted(["/coins/markets", ...ids.slice(0, 3).map(pathOf)]),
    );
    expect(reports.get(last)?.api).toMatchObject({ requests: 4, from_archive: 0 });
    const before = dataHashes(output);
    const repeated = await history("top:3");
    expect(callsSince(asked)).toHaveLength(4);
    expect(repeated.get(last)?.api).toMatchObject({ requests: 0, from_archive: 4 });
    expect(dataHashes(output)).toEqual(before);
  });

  it("leaves no market page for a snapshot of its last day", async () => {
    await history("top:3");
    const archived = filesBelow(join(output, "raw")).filter((path) =>
      path.includes("coins_markets"),
    );
    expect(archived).toEqual([]);
  });

  it("warns where the market has fewer coins", async () => {
    const reports = await history("top:500", "--startDate=2026-03-04");
    expect(reports.get(last)?.warnings).toContainEqual(
      expect.stringMatching(/^Only \d+ of the top 500 coins were returned/),
    );
  });
});

describe("a history that is extended", () => {
  it("adds other coins to the days, and drops nothing", async () => {
    await history(`ids:${ids.slice(0, 3).join(",")}`);
    const before = rowsOn(first);
    const reports = await history(`ids:${ids.slice(2, 5).join(",")}`, `--endDate=${days[1] ?? ""}`);
    expect([...reports.keys()]).toEqual(days.slice(0, 2));
    expect(coinsOn(first)).toEqual(sorted(ids.slice(0, 5)));
    expect(coinsOn(last)).toEqual(sorted(ids.slice(0, 3)));
    expect(rowsOn(first).filter(({ asset_id }) => asset_id !== ids[2])).toEqual(
      expect.arrayContaining(before.filter(({ asset_id }) => asset_id !== ids[2])) as unknown,
    );
    const [count] = await duckDbRows(
      join(output, "warehouse.duckdb"),
      "SELECT COUNT(*) AS n FROM crypto_market_history_fact",
    );
    expect(Number(count?.n)).toBe(2 * 5 + 2 * 3);
  });

  it("keeps the answer of a coin and day that was fetched last, whatever is repeated", async () => {
    const [id = ""] = ids;
    const early = `--endDate=${days[1] ?? ""}`;
    replies.set(pathOf(id), chart([1, 1]));
    await history(`ids:${id}`, early);
    replies.set(pathOf(id), chart([2, 2, 2, 2]));
    await history(`ids:${id}`);
    expect(rowsOn(first)[0]?.price).toBe("2");
    const repeated = await history(`ids:${id}`, early);
    expect(rowsOn(first)).toHaveLength(1);
    expect(rowsOn(first)[0]?.price).toBe("2");
    expect(repeated.get(first)?.counts).toMatchObject({ fetched: 2, rows: 1, duplicates: 1 });
    replies.set(pathOf(id), chart([3, 3]));
    await history(`ids:${id}`, early, "--refresh");
    expect(rowsOn(first)[0]?.price).toBe("3");
    expect(rowsOn(last)[0]?.price).toBe("2");
  });

  it("is refused in another currency, and replaced when forced", async () => {
    const [a = "", b = ""] = ids;
    await history(`ids:${a}`);
    const error = await errorOf(history(`ids:${b}`, "--vsCurrency=eur"));
    expect(error).toMatch(/holds prices in usd, this run's are in eur/);
    await history(`ids:${b}`, "--vsCurrency=eur", "--force");
    expect(rowsOn(last).map(({ asset_id, vs_currency }) => [asset_id, vs_currency])).toEqual([
      [b, "eur"],
    ]);
  });
});

describe("a coin", () => {
  it("that CoinGecko does not know is a reject, and the others are done", async () => {
    const known = ids.slice(0, 4);
    const reports = await history(`ids:no-such-coin,${known.join(",")}`);
    expect(reports.get(last)?.counts).toMatchObject({ fetched: 5, rows: 4, rejects: 1 });
    expect(reports.get(first)?.counts).toMatchObject({ fetched: 4, rows: 4, rejects: 0 });
    expect(rejectsOn(last)).toEqual([
      {
        ...{ pipeline: "market-history", snapshot_date: last, asset_id: "no-such-coin" },
        ...{ field: null, raw: '{"error":"coin not found"}' },
        reason: "CoinGecko does not know the coin no-such-coin",
        url: expect.stringContaining(pathOf("no-such-coin")) as string,
      },
    ]);
    for (const day of days) expect(coinsOn(day)).toEqual(sorted(known));
    const none = errorOf(history("ids:no-such-coin,nor-this", "--maxRejects=1", "--refresh"));
    expect(await none).toMatch(/2 of 2 elements were rejected, more than --maxRejects=1/);
  });

  it("whose history begins later, or has holes, has fewer rows", async () => {
    const [a = "", b = ""] = ids;
    const start = Date.parse(days[2] ?? "");
    replies.set(pathOf(a), json({ prices: [[start, 7]], market_caps: [], total_volumes: [] }));
    const reports = await history(`ids:${a},${b}`);
    expect(days.map((day) => coinsOn(day).length)).toEqual([1, 1, 2, 1]);
    expect([...reports.values()].flatMap(({ warnings }) => warnings)).toEqual([]);
    const row = rowsOn(days[2] ?? "").find(({ asset_id }) => asset_id === a);
    expect(row).toMatchObject({ price: "7", market_cap: "", total_volume: "" });
  });

  it("of which no day has a price is named, and days without any row stay as they were", async () => {
    const [a = "", b = ""] = ids;
    replies.set(pathOf(a), json({ prices: [], market_caps: [], total_volumes: [] }));
    replies.set(pathOf(b), chart([5]));
    const reports = await history(`ids:${a},${b}`);
    expect([...reports.keys()]).toEqual([first, last]);
    expect(reports.get(last)).toMatchObject({ state: "DONE", counts: { rows: 0 } });
    expect(reports.get(last)?.warnings).toEqual([
      `1 coin has no price from ${first} to ${last}: ${a}.`,
    ]);
    expect(filesBelow(join(output, "daily_history"))).toEqual([`history_${first}.csv`]);
    output = join(folder(), randomUUID());
    expect(await errorOf(history(`ids:${a}`))).toMatch(/^No rows: the source returned/);
  });

  it("keeps null values, and a value of another type is a reject of its day", async () => {
    const [a = ""] = ids;
    replies.set(pathOf(a), chart([1, null, "3", 4], [1, 2, 3, null]));
    const reports = await history(`ids:${a}`, "--maxRejects=1");
    expect(rowsOn(days[1] ?? "")).toMatchObject([{ price: "", market_cap: "2" }]);
    expect(rowsOn(last)).toMatchObject([{ price: "4", market_cap: "" }]);
    expect([...reports.keys()]).toEqual(days);
    expect(reports.get(days[2] ?? "")?.counts).toMatchObject({ fetched: 1, rows: 0, rejects: 1 });
    expect(rejectsOn(days[2] ?? "")).toMatchObject([
      { asset_id: a, field: "prices[2]", raw: `[${Date.parse(days[2] ?? "")},"3"]` },
    ]);
  });
});

describe("a history that can't be fetched to its end", () => {
  const beyond = {
    error: {
      status: {
        timestamp: "2024-03-30T07:22:29.427+00:00",
        error_code: 10012,
        error_message: "Your request exceeds the allowed time range.",
      },
    },
  };

  it("says so with CoinGecko's code, and goes on from the archive", async () => {
    const [a = "", b = ""] = ids;
    replies.set(pathOf(b), json(beyond, 401));
    const error = await errorOf(history(`ids:${a},${b}`, "--requestsPerMinute=60000"));
    expect(error).toMatch(/answered 401 \(code 10012\): Your request exceeds.*--startDate/);
    replies.clear();
    const asked = server.asked.length;
    await history(`ids:${a},${b}`);
    expect(callsSince(asked)).toEqual([pathOf(b)]);
    expect(coinsOn(last)).toEqual(sorted([a, b]));
  });

  it("ends with its budget, and the same command resumes", async () => {
    const coins = `ids:${ids.slice(0, 5).join(",")}`;
    const error = await errorOf(history(coins, "--maxRequests=3"));
    expect(error).toMatch(/The budget of 3 API calls is spent/);
    const asked = server.asked.length;
    await history(coins, "--maxRequests=3");
    expect(callsSince(asked)).toHaveLength(2);
    expect(days.map((day) => coinsOn(day).length)).toEqual([5, 5, 5, 5]);
  });

  it("is refused before the first call beyond what the plan allows, unless it is archived", async () => {
    const asked = server.asked.length;
    const [a = ""] = ids;
    const past = ["--startDate=2025-03-01", "--endDate=2025-03-03"];
    await expect(history(`ids:${a}`, ...past)).rejects.toThrow(
      "The history from 2025-03-01 to 2025-03-03 (3 days) is beyond what the plan public allows, the 365 days from 2025-03-06 on: pass an --endDate from 2025-03-06 on, or use a paid plan (--source=pro).",
    );
    expect(callsSince(asked)).toEqual([]);
    replies.set(pathOf(a), json({ prices: [[Date.parse("2025-03-03"), 1]] }));
    await history(`ids:${a}`, "--snapshotDate=2026-02-01", ...past);
    await history(`ids:${a}`, ...past);
    expect(callsSince(asked)).toEqual([pathOf(a)]);
  });
});
