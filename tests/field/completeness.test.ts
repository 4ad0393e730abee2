import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { json } from "../coingecko/scripted_server";
import { reportIn, csvRecords } from "../support/output_files";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";
import { askedOf, coinIds, serveMarket, type Market } from "../transforms/market/market_server";

const folder = temporaryFolder();
const date = "2026-01-02";

/** What a person sees of a run of market-snapshot over a market: its report, rows, error and calls. */
async function run(market: Market, ...argv: string[]) {
  const output = join(folder(), randomUUID());
  const server = await serveMarket(market);
  try {
    const error = await runInProcess(
      ...["market-snapshot", `--source=${server.url}`, `--output=${output}`, "--warehouse=none"],
      ...[`--snapshotDate=${date}`, "--extras=none", ...argv],
    ).then(
      () => null,
      (thrown: unknown) => thrown as Error,
    );
    const csv = join(output, "daily_snapshots", `crypto_${date}.csv`);
    return {
      error,
      rows: existsSync(csv) ? csvRecords(csv).map(({ asset_id }) => asset_id) : null,
      report: reportIn(output, "market-snapshot", date),
      calls: server.asked.length,
      asked: askedOf(server),
    };
  } finally {
    await server.close();
  }
}

/** A server that has 50 coins on a page although 250 are requested. */
const small: Market = { coins: 400, perPageAtMost: 50 };

describe("a server whose pages are shorter than requested", () => {
  it.each([
    ["--coins=all", 400],
    ["--coins=category:layer-1", 400],
    ["--coins=top:300", 300],
    [`--coins=ids:${coinIds(400).join(",")}`, 400],
  ])("gives every coin: %.30s", async (coins, count) => {
    const { error, rows, report } = await run(small, coins);
    expect(error).toBeNull();
    expect(rows?.toSorted()).toEqual(coinIds(count));
    expect(report.counts).toMatchObject({ rows: count, missing: 0 });
    expect(report.warnings).toEqual([]);
  });

  it("gives every coin when only some of its pages are short", async () => {
    const page = (n: number) => (n === 2 ? json(coins(coinIds(500).slice(250, 253))) : undefined);
    const { error, rows, report } = await run({ coins: 700, page });
    expect(error).toBeNull();
    expect(rows?.toSorted()).toEqual(coinIds(700));
    expect(report.counts.missing).toBe(0);
  });

  it("gives every coin when it answers large id batches with nothing", async () => {
    const { error, rows, report } = await run(
      { coins: 120, mostIds: 40 },
      `--coins=ids:${coinIds(120).join(",")}`,
    );
    expect(error).toBeNull();
    expect(rows?.toSorted()).toEqual(coinIds(120));
    expect(report.counts.missing).toBe(0);
  });
});

describe("coins that no answer has", () => {
  /** A list that names more coins than there are. */
  const lacking = (missing: number, coins = 400): Market => ({
    coins,
    list: [...coinIds(coins), ...Array.from({ length: missing }, (_, n) => `gone-${n}`)],
  });

  it("up to 25 are named in the report's warnings, and the run succeeds", async () => {
    const { error, report, rows } = await run(lacking(25));
    expect(error).toBeNull();
    expect(rows).toHaveLength(400);
    expect(report.counts.missing).toBe(25);
    expect(report.warnings).toEqual([
      "25 of 425 listed coins are missing: neither a page nor a request by id returned them; missing_ids in the run report names them.",
    ]);
    expect(report.missing_ids).toHaveLength(25);
  });

  it("more than 25 and 1% fail the run: nothing but rejects and report is written", async () => {
    const { error, report, rows } = await run(lacking(26));
    expect(error?.message).toMatch(
      /26 of 426 coins are missing, more than --maxMissing=1% allows; nothing else was changed\. See missing_ids in runs\/market-snapshot\/2026-01-02\.json/,
    );
    expect(rows).toBeNull();
    expect(report).toMatchObject({ state: "FAILED", counts: { missing: 26 } });
    expect(report.missing_ids).toHaveLength(26);
    expect(report.files.map(({ path }) => path)).toEqual([
      `rejected/market-snapshot/${date}.jsonl`,
    ]);
  });

  it.each([
    [26, "--maxMissing=26", true],
    [26, "--maxMissing=10%", true],
    [5, "--maxMissing=4", false],
    [25, "--maxMissing=1%", true],
    [26, "--maxMissing=1%", false],
    [1, "--maxMissing=0", false],
    [1, "--maxMissing=0%", false],
    [25, "--maxMissing=0.001%", true],
  ])(
    "%d of them with %s: the person's own limit holds, a share but 0% allows 25",
    async (missing, option, isDone) => {
      const { error } = await run(lacking(missing), option);
      if (isDone) expect(error).toBeNull();
      else expect(error?.message).toContain(`more than ${option} allows`);
    },
  );

  it("of a market of 5,000, 50 are 1%", async () => {
    const { error } = await run(lacking(50, 4_950));
    expect(error).toBeNull();
  });

  it("are judged in a top N too", async () => {
    const few = await run({ coins: 280 }, "--coins=top:300");
    expect(few.error).toBeNull();
    expect(few.report.counts.missing).toBe(20);
    expect(few.report.warnings.join()).toContain("Only 280 of the top 300 coins");
    const many = await run({ coins: 270 }, "--coins=top:300");
    expect(many.error?.message).toMatch(/30 of 300 coins are missing, more than --maxMissing=1%/);
    expect(many.rows).toBeNull();
  });
});

describe("for a market whose pages are full, the calls are", () => {
  it.each([
    [1_999, 1, 9],
    [2_000, 1, 10],
    [2_000, 3, 10],
  ])("the same as ever: %d coins over %d shards take %d", async (coins, shards, calls) => {
    const counted = await run({ coins }, `--apiShards=${shards}`);
    expect(counted.calls).toBe(calls);
    expect(counted.report.api.requests).toBe(calls);
  });

  it.each([1, 2, 4])("at most one more a shard in a category, over %d shards", async (shards) => {
    const { calls } = await run(
      { coins: 600 },
      "--coins=category:layer-1",
      `--apiShards=${shards}`,
    );
    expect(calls).toBeLessThanOrEqual(3 + shards);
  });
});

function coins(ids: readonly string[]) {
  return ids.map((id) => ({ id, symbol: id, name: id }));
}
