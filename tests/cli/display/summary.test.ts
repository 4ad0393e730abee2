import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { summarize } from "../../../pipelines/cli/display/summary";
import { missingIdsNote, type RunReport } from "../../../pipelines/run/report";
import { LocalObjectStore } from "../../../pipelines/storage/local/object_store";
import { runOf } from "../../run/run_of";
import { temporaryFolder } from "../../support/temporary_folder";
import { layoutOf } from "./views";

const folder = temporaryFolder();
const run = runOf("market-snapshot", "--source=public");
const report: RunReport = {
  pipeline: "market-snapshot",
  snapshot_date: "2026-01-02",
  source: "public",
  run_id: "run",
  state: "DONE",
  started_at: "2026-01-02T12:00:00.000Z",
  finished_at: "2026-01-02T12:07:12.500Z",
  counts: { fetched: 17_495, rows: 17_480, duplicates: 12, rejects: 3, missing: 20 },
  table_counts: {
    crypto_market_snapshot_fact: { fetched: 17_495, rows: 17_480, duplicates: 12, rejects: 3 },
    crypto_global_fact: { fetched: 1, rows: 1, duplicates: 0, rejects: 0 },
    currency_rate_fact: { fetched: 71, rows: 70, duplicates: 0, rejects: 1 },
  },
  api: { requests: 74, from_archive: 0, retries: 2, rate_limited: 1 },
  files: [
    { path: "daily_snapshots/crypto_2026-01-02.csv", rows: 17_480, bytes: 6_912_345, sha256: "x" },
    { path: "daily_snapshots/global_2026-01-02.csv", rows: 1, bytes: 394, sha256: "x" },
    { path: "rejected/market-snapshot/2026-01-02.jsonl", rows: 4, bytes: 900, sha256: "x" },
  ],
  tables: [
    { name: "crypto_market_snapshot_fact", rows: 17_480 },
    { name: "crypto_global_fact", rows: 1 },
    { name: "crypto_market_snapshot_rejects", rows: 4 },
    { name: "crypto_market_snapshot_runs", rows: 1 },
  ],
  missing_ids: Array.from({ length: 20 }, (_, n) => `coin-${n}`),
  warnings: [`20 of 17500 listed coins are missing: ${missingIdsNote}`, "Something else."],
  top_movers: {
    up: [9.14, 5, 4.5].map((change, n) => mover(`Riser ${n}`, change)),
    down: [-11.4, -10.2, -7].map((change, n) => mover(`Faller ${n}`, change)),
  },
};

function mover(name: string, price_change_percentage_24h: number) {
  return { asset_id: name.toLowerCase(), name, price_change_percentage_24h };
}

/** The summary as a stream of so many columns gets it. */
async function summaryAt(columns: number): Promise<string> {
  const store = new LocalObjectStore(join(folder(), randomUUID()), "run");
  const rejects = ["price", "price", "volume", "rank"].map((field, n) =>
    JSON.stringify({ asset_id: `bad-${n}`, field, reason: "not a number", raw: "{}" }),
  );
  await store.write("rejected/market-snapshot/2026-01-02.jsonl", rejects.join("\n"));
  const text = await summarize(run, report, store, layoutOf(columns));
  return text.replaceAll(store.url, "./out");
}

it("says what is there, what is not and why, and the movers with their window", async () => {
  expect(await summaryAt(1_000)).toBe(
    [
      "market-snapshot  2026-01-02  done in 7 min 12 s, from public",
      "  17,480 coins, 12 duplicates, 3 rejected, 20 missing",
      "  74 API calls (2 retries, 1 of them rate limits), 0 answers from the archive",
      "  ./out/daily_snapshots/crypto_2026-01-02.csv  17,480 rows, 6.9 MB",
      "  ./out/daily_snapshots/global_2026-01-02.csv  1 row, 394 bytes",
      "  ./out/warehouse.duckdb  crypto_market_snapshot_fact: 17,480 rows, crypto_global_fact: 1 row",
      "  Missing: coin-0, coin-1, coin-2 and 17 more: listed, but in no answer; all ids: ./out/runs/market-snapshot/2026-01-02.json",
      "  Rejected: bad-0 (price: not a number), bad-1 (price: not a number), bad-2 (volume: not a number) and 1 more; ./out/rejected/market-snapshot/2026-01-02.jsonl",
      "  Note: Something else.",
      "  Up in 24 h:    Riser 0 +9.1%, Riser 1 +5.0%, Riser 2 +4.5%",
      "  Down in 24 h:  Faller 0 -11.4%, Faller 1 -10.2%, Faller 2 -7.0%",
      "",
    ].join("\n"),
  );
});

it.each([80, 40])("fits %d columns, but for what is one word", async (columns) => {
  for (const line of (await summaryAt(columns)).split("\n")) {
    const isOneWord = !line.trim().includes(" ");
    expect(isOneWord ? 0 : line.length).toBeLessThanOrEqual(columns);
  }
});
