import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { Api } from "../../../pipelines/coingecko/api";
import { coinDetailsRequest } from "../../../pipelines/coingecko/requests";
import { type DayRuns, dayRun } from "../../../pipelines/run/day_runs";
import { LocalObjectStore } from "../../../pipelines/storage/local/object_store";
import {
  ChooseDetails,
  type RefreshCandidate,
} from "../../../pipelines/transforms/assets/choose_details";
import { FetchDetails } from "../../../pipelines/transforms/assets/fetch_details";
import { json, ScriptedServer } from "../../coingecko/scripted_server";
import { temporaryFolder } from "../../support/temporary_folder";
import { runsOf } from "../../run/run_of";

const folder = temporaryFolder();
const date = "2026-01-02";
const choice = "the day's";
const signal = new AbortController().signal;
let server: ScriptedServer;
let output: string;

beforeEach(async () => {
  output = join(folder(), randomUUID());
  server = await ScriptedServer.serving((url) =>
    json({ id: decodeURIComponent(url.replace(/^\/coins\/|\?.*$/g, "")) }),
  );
});
afterEach(() => server.close());

const run = (...argv: string[]): DayRuns =>
  runsOf("asset-dim", `--source=${server.url}`, `--output=${output}`, ...argv);

/** A coin as the list, the market and the previous dimension describe it. */
function coin(asset_id: string, market_cap: number | null, updated?: string): RefreshCandidate[] {
  const all: RefreshCandidate[] = [
    { choice, date, asset_id },
    { choice, date, asset_id, market_cap },
  ];
  if (updated !== undefined) all.push({ choice, asset_id, details_updated_at: updated });
  return all;
}

const candidates: RefreshCandidate[] = [
  ...coin("old-small", 1, "2025-12-01T23:00:00.000Z"),
  ...coin("old-large", 9, "2025-12-01T01:00:00.000Z"),
  ...coin("recent", 99, "2026-01-01T00:00:00.000Z"),
  ...coin("new-small", 2),
  ...coin("new-large", 5),
  ...coin("new-unknown", null),
  { choice, asset_id: "left", details_updated_at: null },
  { choice, date, requests: 3 },
];

async function choose(run: DayRuns, value = candidates) {
  const plans = [];
  const step = new ChooseDetails(run);
  for await (const output of step.processAsync({ key: choice, value }, undefined, signal)) {
    if ("plans" in output) plans.push(output.plans);
  }
  return plans;
}

async function chosen(run: DayRuns, value = candidates): Promise<string[]> {
  return (await choose(run, value)).flatMap(({ ids }) => ids);
}

async function archive(run: DayRuns, ...ids: string[]): Promise<void> {
  const store = new LocalObjectStore(output, "before");
  const api = new Api({ store, settings: dayRun(run, date).api, date });
  for (const id of ids) await api.ask(coinDetailsRequest(id));
  await api.close();
}

const byUrgency = ["new-large", "new-small", "new-unknown", "old-large", "old-small", "recent"];

it("chooses new coins first, then the oldest details, the larger market cap first", async () => {
  for (let most = 0; most <= 7; most++) {
    const expected = byUrgency.slice(0, most);
    expect(await chosen(run(`--detailRequests=${most}`))).toEqual(expected);
    expect(await chosen(run(`--detailRequests=${most}`), candidates.toReversed())).toEqual(
      expected,
    );
  }
});

it("chooses no coin that was not seen, though its details are archived", async () => {
  await archive(run(), "left");
  expect(await chosen(run("--detailRequests=100"))).toEqual(byUrgency);
});

it("counts archived answers as spent, and uses them all again", async () => {
  await archive(run(), "recent", "old-small");
  expect(await chosen(run("--detailRequests=3"))).toEqual(["new-large", "old-small", "recent"]);
  expect(await chosen(run("--detailRequests=1"))).toEqual(["old-small", "recent"]);
});

it("chooses the same after a death half-way, wherever that was, and after the end", async () => {
  const whole = (await chosen(run("--detailRequests=4"))).sort();
  for (const id of whole) {
    await archive(run(), id);
    expect((await chosen(run("--detailRequests=4"))).sort()).toEqual(whole);
  }
});

it("chooses only the archived ones of a date that can't be fetched any more", async () => {
  const planned = run("--detailRequests=4");
  await archive(planned, "recent");
  const past: DayRuns = { ...planned, api: { ...planned.api, knowsOnlyNow: true } };
  expect(await chosen(past)).toEqual(["recent"]);
});

it.each([1, 2, 3, 4, 5])(
  "leaves the budget unbroken, to the last call, over %d shards",
  async (shards) => {
    for (let left = shards; left <= 7; left++) {
      const bounded = run(
        `--apiShards=${shards}`,
        `--maxRequests=${left + 3}`,
        "--detailRequests=9",
      );
      const plans = await choose(bounded);
      expect(plans.flatMap(({ ids }) => ids).sort()).toEqual(byUrgency.slice(0, left).sort());
      for (const { ids, budget } of plans) expect(ids.length).toBeLessThanOrEqual(budget ?? 0);
      const total = plans.reduce((sum, { budget }) => sum + (budget ?? 0), 0);
      expect(total).toBeLessThanOrEqual(left);
    }
  },
);

describe("several days", () => {
  const days = ["2026-01-02", "2026-01-03", "2026-01-04"];
  const seen = days.flatMap((day) => [
    { choice, date: day, asset_id: "broken", market_cap: 9 },
    { choice, date: day, asset_id: "good", market_cap: 5 },
    { choice, date: day, asset_id: "gone", market_cap: 1 },
  ]);

  /** The coins that each day asks for, from choosing to the end. */
  async function asked(...argv: string[]): Promise<string[]> {
    await server.close();
    server = await ScriptedServer.serving((url) => {
      const id = url.replace(/^\/coins\/|\?.*$/g, "");
      if (id === "gone") return json({ error: "coin not found" }, 404);
      return json(id === "broken" ? { id, categories: "none" } : { id });
    });
    const several = run(`--snapshotDate=${days[0]}..${days[2]}`, ...argv);
    for (const plan of await choose(several, seen)) {
      const steps = new FetchDetails(several).processAsync(
        { key: plan.key, value: [plan] },
        undefined,
        signal,
      );
      for await (const _ of steps);
    }
    return server.asked.map(({ url }) => url.replace(/^\/coins\/|\?.*$/g, ""));
  }

  it("asks again for a coin whose answer was rejected the day before, as single runs do", async () => {
    expect(await asked("--detailRequests=1")).toEqual(["broken", "broken", "broken"]);
  });

  it("has refreshed a coin that was answered, or is not there any more", async () => {
    expect((await asked("--detailRequests=2")).sort()).toEqual(
      ["broken", "good", "broken", "gone", "broken", "good"].sort(),
    );
  });
});

describe("FetchDetails", () => {
  it("turns answers into observations and rejects, and accounts for each", async () => {
    await server.close();
    server = await ScriptedServer.serving((url) => {
      if (url.startsWith("/coins/gone")) return json({ error: "coin not found" }, 404);
      if (url.startsWith("/coins/other")) return json({ id: "else" });
      if (url.startsWith("/coins/broken")) return json({ id: "broken", categories: "none" });
      return json({
        ...{ id: "a b", genesis_date: "2009-01-03", asset_platform_id: "" },
        ...{ categories: ["Layer 1 | L1", null, "", "PoW"], hashing_algorithm: null },
        ...{ links: { homepage: ["", "http://a.b"] }, image: { large: "large", small: "small" } },
      });
    });
    const plans = [
      { key: "0", date, shard: 0, ids: ["a b", "gone", "other", "broken"], budget: null },
    ];
    const outputs = [];
    const steps = new FetchDetails(run()).processAsync(
      { key: "0", value: plans },
      undefined,
      signal,
    );
    for await (const output of steps) outputs.push(output);

    const observations = outputs.flatMap((one) =>
      "observations" in one ? [one.observations] : [],
    );
    expect(observations).toHaveLength(2);
    expect(observations).toContainEqual(
      expect.objectContaining({ asset_id: "gone", details: null }),
    );
    expect(observations.find(({ asset_id }) => asset_id === "a b")).toMatchObject({
      details: {
        ...{ launch_date: "2009-01-03", category: "Layer 1 / L1", categories: "Layer 1 / L1|PoW" },
        ...{ asset_platform_id: null, hashing_algorithm: null, country_origin: null },
        ...{ homepage_url: "http://a.b", image_url: "large" },
      },
    });
    const rejects = outputs.flatMap((one) => ("rejects" in one ? [one.rejects] : []));
    expect(rejects.map(({ asset_id, field }) => [asset_id, field]).sort()).toEqual([
      ["broken", "categories"],
      ["other", "id"],
    ]);
    const audit = outputs.flatMap((one) => ("audit" in one ? [one.audit] : []));
    const sum = (kind: string) =>
      audit.reduce((all, record) => {
        if (record.kind === "controlTotal" && kind === "controlTotal") return all + record.n;
        return record.kind === "count" && record.count === kind ? all + record.n : all;
      }, 0);
    expect([sum("fetched"), sum("rejects"), sum("controlTotal")]).toEqual([2, 2, 2]);
  });
});
