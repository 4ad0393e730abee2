import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FetchExtras } from "../../../../pipelines/transforms/market/extras/fetch_extras";
import { json, type Reply, ScriptedServer } from "../../../coingecko/scripted_server";
import { runsOf } from "../../../run/run_of";
import { temporaryFolder } from "../../../support/temporary_folder";

const folder = temporaryFolder();
const tables = ["crypto_global_fact", "crypto_category_fact", "currency_rate_fact"];
const [globalTable = "", categoryTable = "", rateTable = ""] = tables;
const global = json({ data: { markets: 1, total_market_cap: { usd: 2 } } });
const categories = json([{ id: "a" }, { id: "b" }, { name: "No id" }]);
const rates = json({ rates: { btc: { value: 1 }, usd: { value: 0 } } });
const good: Record<string, Reply> = {
  "/global": global,
  "/coins/categories": categories,
  "/exchange_rates": rates,
};

const date = "2026-01-02";
let server: ScriptedServer;
let replies: Record<string, Reply>;
let output: string;

beforeEach(async () => {
  replies = good;
  output = join(folder(), randomUUID());
  server = await ScriptedServer.serving((url) => replies[url] ?? json({}, 404));
});
afterEach(() => server.close());

/** What the step emits for a run whose market has made so many calls. */
async function fetched(requests: number, ...options: string[]) {
  const run = runsOf(
    "market-snapshot",
    ...[`--source=${server.url}`, `--output=${output}`, ...options],
  );
  const value = [{ date, requests }, { date }];
  const rows: string[] = [];
  const rejects: unknown[] = [];
  const counts: Record<string, number[]> = {};
  const skipped: Record<string, string> = {};
  const failed: string[] = [];
  let calls = 0;
  const signal = new AbortController().signal;
  for await (const one of new FetchExtras(run).processAsync(
    { key: date, value },
    undefined,
    signal,
  )) {
    if ("rows" in one) rows.push(one.rows.text);
    else if ("rejects" in one) rejects.push(one.rejects);
    else if (one.audit.kind === "count") {
      (counts[one.audit.table ?? ""] ??= []).push(one.audit.n);
    } else if (one.audit.kind === "skipped") skipped[one.audit.table] = one.audit.reason;
    else if (one.audit.kind === "failed") failed.push(one.audit.what);
    else if (one.audit.kind === "api") calls += one.audit.use.requests;
  }
  rejects.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return { rows: rows.sort(), rejects, counts, skipped, failed, calls };
}

it("each answer becomes the rows of its table, and rejects; a repeat asks for none", async () => {
  const first = await fetched(70);
  expect(first).toMatchObject({
    counts: { [globalTable]: [1, 0], [categoryTable]: [3, 1], [rateTable]: [2, 1] },
    skipped: {},
    calls: 3,
  });
  expect(first.rows).toHaveLength(4);
  const at = (path: string) => ({ date, url: `${server.url}${path}`, asset_id: null });
  expect(first.rejects).toHaveLength(2);
  expect(first.rejects).toContainEqual({
    ...{ ...at("/coins/categories"), index: 2, field: "id", reason: "no usable id" },
    raw: '{"name":"No id"}',
  });
  expect(first.rejects).toContainEqual({
    ...{ ...at("/exchange_rates"), index: 1, field: "value" },
    ...{ reason: "value: expected a rate above 0, got the number 0", raw: '{"usd":{"value":0}}' },
  });
  expect(await fetched(70)).toEqual({ ...first, calls: 0 });
});

it("only those that the run has are asked for", async () => {
  expect((await fetched(0, "--extras=none")).calls).toBe(0);
  const { calls, counts } = await fetched(0, "--extras=rates,categories");
  expect(calls).toBe(2);
  expect(Object.keys(counts).sort()).toEqual([categoryTable, rateTable]);
  expect(server.asked.map(({ url }) => url)).not.toContain("/global");
});

it("what the source lacks is skipped, and not asked for again", async () => {
  replies = {};
  const first = await fetched(0);
  expect(first.skipped).toEqual({
    [globalTable]: "the source has no /global.",
    [categoryTable]: "the source has no /coins/categories.",
    [rateTable]: "the source has no /exchange_rates.",
  });
  expect(await fetched(0)).toEqual({ ...first, calls: 0 });
});

it("what is empty, refused or of another shape is skipped, and asked for again", async () => {
  replies = {
    "/global": json({ data: [] }),
    "/coins/categories": json([]),
    "/exchange_rates": json({ status: { error_code: 10005, error_message: "Paid only" } }, 401),
  };
  const { skipped, rows, calls } = await fetched(0);
  expect(skipped).toEqual({
    [globalTable]: expect.stringContaining(
      "/global has another shape than documented (data: expected an object, got a list)",
    ) as string,
    [categoryTable]: expect.stringContaining("/coins/categories is empty") as string,
    [rateTable]: expect.stringContaining("answered 401 (code 10005): Paid only") as string,
  });
  expect([rows, calls]).toEqual([[], 3]);
  replies = { ...good, "/global": json({ data: {} }), "/exchange_rates": json({ rates: {} }) };
  const again = await fetched(0);
  expect(Object.keys(again.skipped).sort()).toEqual([globalTable, rateTable]);
  expect(again.skipped[rateTable]).toContain("/exchange_rates is empty");
  replies = good;
  expect(await fetched(0)).toMatchObject({ skipped: {}, calls: 2 });
});

it("the calls of the market come first in the budget", async () => {
  const spent = await fetched(8, "--maxRequests=8");
  expect(Object.keys(spent.skipped).sort()).toEqual([...tables].sort());
  expect(spent.skipped[globalTable]).toContain("The budget of 8 API calls is spent.");
  expect(spent.calls).toBe(0);
  const left = await fetched(6, "--maxRequests=8");
  expect(Object.keys(left.skipped)).toEqual([rateTable]);
  expect(left.calls).toBe(2);
});

it("a day that is over has those that are archived", async () => {
  const { skipped, calls } = await fetched(0, "--source=public");
  expect(skipped[rateTable]).toBe(
    "the archive of the date has no /exchange_rates, and CoinGecko knows only now.",
  );
  expect([Object.keys(skipped).length, calls]).toEqual([3, 0]);
});

it("an archive that can't be written fails the day", async () => {
  mkdirSync(output);
  writeFileSync(join(output, "raw"), "a file in the folder's place");
  const { failed } = await fetched(0, "--refresh");
  expect(failed).toEqual([expect.stringMatching(/raw.* is not inside a directory/)]);
});
