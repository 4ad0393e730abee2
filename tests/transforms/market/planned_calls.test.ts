import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Run } from "../../../pipelines/run/run";
import { LocalObjectStore } from "../../../pipelines/storage/local/object_store";
import {
  callsOfRuns,
  planCommand,
  plannedCalls,
} from "../../../pipelines/transforms/market/planned_calls";
import { runOf, runsOf } from "../../run/run_of";
import { temporaryFolder } from "../../support/temporary_folder";

const folder = temporaryFolder();
const newStore = () => new LocalObjectStore(join(folder(), randomUUID()), "run");
/** A source that serves any date: the plan doesn't depend on today's. */
const url = "--source=http://127.0.0.1:1";

/** Archives an answer of a date, as a run does. */
async function archive(
  store: LocalObjectStore,
  run: Run,
  name: string,
  body: unknown = [],
  date = run.snapshotDate,
) {
  const path = `raw/${run.api.archive}/${date}/${name}@${date.replaceAll("-", "")}T120000000Z.json.gz`;
  await store.write(path, gzipSync(JSON.stringify(body)));
}

const coins = (count: number) => Array.from({ length: count }, (_, n) => ({ id: `coin-${n}` }));

describe("the calls of a run", () => {
  it.each([
    [
      "of the sample",
      "market-snapshot",
      ["--source=sample:2500"],
      { market: 11, extras: 3, details: 0 },
    ],
    ["of the usual market", "market-snapshot", [url], { market: 75, extras: 3, details: 0 }],
    ["with details", "asset-dim", [url], { market: 75, extras: 1, details: 30 }],
    ["of the top", "asset-dim", [url, "--coins=top:260"], { market: 2, extras: 1, details: 30 }],
    ["of some ids", "asset-dim", [url, "--coins=ids:a,b"], { market: 1, extras: 1, details: 2 }],
    [
      "of a category",
      "market-snapshot",
      [url, "--coins=category:x", "--extras=none"],
      { market: 1, extras: 0, details: 0 },
    ],
    [
      "of two tables",
      "market-snapshot",
      [url, "--coins=top:9", "--extras=rates,global"],
      { market: 1, extras: 2, details: 0 },
    ],
    ["of a calendar", "date-dim", [url], { market: 0, extras: 0, details: 0 }],
    [
      "of a day that is over",
      "asset-dim",
      ["--source=public"],
      { market: 0, extras: 0, details: 0 },
    ],
  ] as const)("%s", async (_, pipeline, options, calls) => {
    expect(await plannedCalls(runOf(pipeline, ...options), newStore())).toEqual(calls);
  });

  describe("of a history", () => {
    const year = ["--startDate=2025-06-01", "--endDate=2025-12-31"];
    const callsOf = (...options: string[]) =>
      plannedCalls(runOf("market-history", url, ...options), newStore());

    it("are one a coin and year, and the pages of the largest coins", async () => {
      expect(await callsOf("--coins=top:260", ...year)).toEqual({
        ...{ market: 2, extras: 0, details: 260 },
      });
      const years = ["--plan=pro", "--startDate=2020-01-01", "--endDate=2021-12-31"];
      expect(await callsOf("--coins=ids:a,b", ...years)).toMatchObject({ market: 0, details: 6 });
    });

    it("are those whose answers are not archived", async () => {
      const run = runOf("market-history", url, "--coins=top:3", ...year);
      const store = newStore();
      await archive(store, run, "largest_coins/usd/00001");
      await archive(store, run, "market_chart/usd/2025-06-01_2025-12-31/a");
      expect(await plannedCalls(run, store)).toMatchObject({ market: 0, details: 2 });
      const asked = runOf("market-history", url, "--coins=ids:a,b", ...year);
      expect(await plannedCalls(asked, store)).toMatchObject({ market: 0, details: 1 });
      const refreshed = runOf("market-history", url, "--coins=ids:a,b", ...year, "--refresh");
      expect(await plannedCalls(refreshed, store)).toMatchObject({ details: 2 });
    });

    it("come on top of the market's, whose pages are those of a snapshot", async () => {
      const snapshot = runsOf("market-snapshot", url, "--coins=top:9", "--extras=none");
      const history = runsOf("market-history", url, "--coins=top:9", ...year);
      const plan = await planCommand([snapshot, history], null);
      expect(plan.runs.map(({ calls }) => calls.market + calls.details)).toEqual([1, 10]);
      expect(plan.history).toEqual({ first: "2025-06-01", last: "2025-12-31", daysAllowed: 365 });
    });
  });

  it("are estimated from the latest list of the week before", async () => {
    const store = newStore();
    const run = runOf("market-snapshot", url);
    await archive(store, run, "coins_list/all", coins(900), "2025-12-28");
    await archive(store, run, "coins_list/all", coins(600), "2025-12-31");
    expect(await plannedCalls(run, store)).toEqual({ market: 4, extras: 3, details: 0 });
  });

  it("are those whose answers are not archived, unless they are refreshed", async () => {
    const store = newStore();
    const run = runOf("asset-dim", url);
    await archive(store, run, "coins_list/all", coins(600));
    await archive(store, run, "coins/bitcoin");
    await archive(store, run, "asset_platforms");
    expect(await plannedCalls(run, store)).toEqual({ market: 3, extras: 0, details: 29 });
    const refreshed = runOf("asset-dim", url, "--refresh");
    expect(await plannedCalls(refreshed, store)).toEqual({ market: 4, extras: 1, details: 30 });
    await archive(store, run, "extras/rates", { rates: {} });
    const snapshot = await plannedCalls(runOf("market-snapshot", url), store);
    expect(snapshot).toEqual({ market: 3, extras: 2, details: 0 });
  });
});

describe("the pages of a day that is archived", () => {
  it("end with an empty one, although the list names more coins than they have", async () => {
    const store = newStore();
    const run = runOf("market-snapshot", url, "--extras=none");
    await archive(store, run, "coins_list/all", coins(900));
    for (const [page, count] of [250, 250, 0].entries()) {
      await archive(store, run, `coins_markets/usd/all-0000${page + 1}`, coins(count));
    }
    expect(await plannedCalls(run, store)).toEqual({ market: 0, extras: 0, details: 0 });
  });

  it("of a category go on until one is empty", async () => {
    const store = newStore();
    const run = runOf("market-snapshot", url, "--coins=category:x", "--extras=none");
    const folder = "coins_markets/usd/category-x-0000";
    await archive(store, run, `${folder}1`, coins(250));
    expect(await plannedCalls(run, store)).toMatchObject({ market: 1 });
    await archive(store, run, `${folder}2`, []);
    expect(await plannedCalls(run, store)).toMatchObject({ market: 0 });
  });

  it("are lacking where it is over: none of them can be fetched", async () => {
    const run = runOf("market-snapshot", "--source=public", "--coins=top:300", "--extras=none");
    const store = newStore();
    await archive(store, run, "coins_markets/usd/top-00001", coins(250));
    const [planned] = await callsOfRuns([run], store);
    expect(planned?.endpoints).toEqual([
      {
        ...{ endpoint: "/coins/markets", purpose: "market" },
        ...{ archived: 1, calls: 0, unavailable: 1 },
      },
    ]);
  });
});

it("details are refreshed as far as the market leaves something of the budget", async () => {
  const run = runOf("asset-dim", url, "--coins=top:260", "--maxRequests=10");
  expect(await plannedCalls(run, null)).toEqual({ market: 2, extras: 1, details: 7 });
});

describe("of a command, the market's calls are made once", () => {
  const callsOf = async (...options: string[]) => {
    const runs = [runsOf("market-snapshot", url, ...options), runsOf("asset-dim", url, ...options)];
    const plan = await planCommand([runsOf("date-dim", url, ...options), ...runs], null);
    return plan.runs.map(({ calls }) => calls);
  };

  it("by the first pipeline", async () => {
    expect(await callsOf()).toEqual([
      { market: 0, extras: 0, details: 0 },
      { market: 75, extras: 3, details: 0 },
      { market: 0, extras: 1, details: 30 },
    ]);
  });

  it("but by each with --refresh", async () => {
    expect((await callsOf("--refresh")).map(({ market }) => market)).toEqual([0, 75, 75]);
  });
});
