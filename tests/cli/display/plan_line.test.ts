import { planLine } from "../../../pipelines/cli/display/plan_line";
import type { CommandPlan } from "../../../pipelines/run/command_plan";
import { planOfPublic } from "./plan_of_public";

const plan: CommandPlan = {
  ...planOfPublic,
  runs: [
    { pipeline: "date-dim", calls: { market: 0, extras: 0, details: 0 } },
    { pipeline: "market-snapshot", calls: { market: 72, extras: 0, details: 0 } },
    { pipeline: "asset-dim", calls: { market: 0, extras: 0, details: 30 } },
  ],
  warehouse: "duckdb:./out/warehouse.duckdb",
};
const noCalls = { market: 0, extras: 0, details: 0 };
const into = "into ./out and ./out/warehouse.duckdb";

it.each<[Partial<CommandPlan>, string]>([
  [{}, `public, all coins: about 102 calls at 10 a minute, about 11 minutes, budget 300; ${into}`],
  [
    {
      coins: { kind: "top", count: 250 },
      runs: [{ pipeline: "market-snapshot", calls: { market: 1, extras: 0, details: 0 } }],
    },
    `public, the top 250 coins: about 1 call at 10 a minute, about a minute, budget 300; ${into}`,
  ],
  [
    {
      coins: { kind: "top", count: 100 },
      runs: [{ pipeline: "market-history", calls: { market: 1, extras: 0, details: 100 } }],
      history: { first: "2025-03-02", last: "2026-02-28", daysAllowed: 365 },
    },
    `public, the top 100 coins, 2025-03-02 to 2026-02-28 (the plan allows 365 days back): about 101 calls at 10 a minute, about 11 minutes, budget 300; ${into}`,
  ],
  [
    { source: "sample:2500", requestsPerMinute: null, maxRequests: null },
    `made-up sample market, all 2,500 coins: about 102 calls; ${into}`,
  ],
  [
    { coins: { kind: "category", id: "layer-1" }, maxRequests: 50 },
    `public, category layer-1: at least 102 calls at 10 a minute, about 11 minutes, budget 50 (spent before the end: the same command resumes); ${into}`,
  ],
  [
    { runs: [{ pipeline: "market-snapshot", calls: noCalls }], coins: { kind: "ids", ids: ["a"] } },
    `public, 1 coin: no API call, the archive has the answers; ${into}`,
  ],
  [
    { runs: [{ pipeline: "asset-dim", calls: noCalls }], lacksAnswers: true },
    `public, all coins: no API call, and the archive lacks answers; ${into}`,
  ],
  [
    { runs: [{ pipeline: "date-dim", calls: noCalls }], warehouse: "none" },
    "date-dim: no API call; into ./out",
  ],
  [
    { output: "gs://bucket/crypto", warehouse: "bigquery:my-project.crypto" },
    "public, all coins: about 102 calls at 10 a minute, about 11 minutes, budget 300; into gs://bucket/crypto and bigquery:my-project.crypto",
  ],
])("%j", (others, line) => {
  expect(planLine({ ...plan, ...others })).toBe(line);
});
