import { join } from "node:path";
import { allFaults } from "../../pipelines/sample_market/faults/faults";
import {
  serveSampleMarket,
  type SampleMarketOptions,
  type SampleMarketServer,
} from "../../pipelines/sample_market/serve_sample_market";
import { log } from "../../pipelines/core/log";
import { duckDbRows } from "../support/duckdb_rows";
import { csvRecords, dataHashes, filesBelow, strayFiles } from "../support/output_files";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";

const date = "2026-01-02";
const folder = temporaryFolder();
const markets: SampleMarketServer[] = [];
beforeAll(() => {
  log.level = "error";
});
afterAll(() => Promise.all(markets.map((market) => market.close())));

async function serve(options: Partial<SampleMarketOptions> = {}): Promise<SampleMarketServer> {
  const market = await serveSampleMarket({ coins: 600, date, ...options });
  markets.push(market);
  return market;
}

function snapshot(market: SampleMarketServer, output: string, ...more: string[]) {
  const where = [`--source=${market.url}`, `--snapshot-date=${date}`, `--output=${output}`];
  return runInProcess("market-snapshot", ...where, ...more);
}

const table = "crypto_market_snapshot_fact";

describe("a clean market", () => {
  let market: SampleMarketServer;
  const output = () => join(folder(), "clean");
  beforeAll(async () => {
    market = await serve();
    await snapshot(market, output());
  });

  it("becomes one row for each coin that pages or ids give", () => {
    const records = csvRecords(output(), `daily_snapshots/crypto_${date}.csv`);
    expect(records).toHaveLength(market.served("coins_markets").distinctCoins);
    expect(new Set(records.map((record) => record.asset_id)).size).toBe(records.length);
  });

  it("is ordered by rank, unranked coins last, then by id", () => {
    const records = csvRecords(output(), `daily_snapshots/crypto_${date}.csv`);
    const keys = records.map(({ market_cap_rank: rank, asset_id: id = "" }) => ({
      rank: rank === "" ? Infinity : Number(rank),
      id: Buffer.from(id),
    }));
    for (const [index, key] of keys.slice(1).entries()) {
      const before = keys[index] ?? key;
      expect(
        before.rank < key.rank ||
          (before.rank === key.rank && Buffer.compare(before.id, key.id) < 0),
      ).toBe(true);
    }
  });

  it("is in the warehouse as in the CSV", async () => {
    const rows = await duckDbRows(
      join(output(), "warehouse.duckdb"),
      `SELECT asset_id, current_price, market_cap_rank, volatility, strftime(last_updated, '%Y-%m-%dT%H:%M:%S.%gZ') AS last_updated FROM ${table} ORDER BY asset_id`,
    );
    const records = csvRecords(output(), `daily_snapshots/crypto_${date}.csv`);
    const byId = new Map(records.map((record) => [record.asset_id, record]));
    expect(rows).toHaveLength(records.length);
    for (const row of rows) {
      const record = byId.get(row.asset_id as string) ?? {};
      const number = (text = "") => (text === "" ? null : Number(text));
      expect(row.current_price).toBe(number(record.current_price));
      expect(row.market_cap_rank === null ? null : Number(row.market_cap_rank)).toBe(
        number(record.market_cap_rank),
      );
      expect(row.volatility).toBe(number(record.volatility));
      expect(row.last_updated ?? "").toBe(record.last_updated);
    }
  });

  it("costs no call the second time, and gives the same bytes", async () => {
    const before = dataHashes(output());
    const calls = market.requests.length;
    const [report] = await snapshot(market, output());
    expect(market.requests).toHaveLength(calls);
    expect(report?.api).toEqual({ requests: 0, from_archive: calls, retries: 0, rate_limited: 0 });
    expect(dataHashes(output())).toEqual(before);
  });

  it("is asked again on request", async () => {
    const calls = market.requests.length;
    await snapshot(market, output(), "--refresh");
    expect(market.requests.length).toBe(2 * calls);
    expect(strayFiles(output())).toEqual([]);
    const isAnswer = (path: string) => path !== "market.json.gz";
    const archived = filesBelow(join(output(), "raw")).filter(isAnswer);
    expect(archived).toHaveLength(calls);
  });
});

test.each([1, 2, 3, 4, 5])(
  "with every fault, seed %i, nothing is lost and a repeat changes nothing",
  async (seed) => {
    const { timeout: _, ...faults } = allFaults(0.3);
    const market = await serve({ seed, faults, coins: 1_200 });
    const output = join(folder(), `faults-${seed}`);
    // A coin whose id is broken on every page is missing as well.
    const allowed = ["--max-rejects=50%", "--max-missing=50%"];
    const [report] = await snapshot(market, output, ...allowed);
    const { elements, broken } = market.served("coins_markets");
    expect(report?.counts.fetched).toBe(elements);
    expect(report?.counts.rejects).toBe(broken);
    expect(broken).toBeGreaterThan(0);
    const { fetched = 0, rows = 0, duplicates = 0, rejects = 0 } = report?.counts ?? {};
    expect(rows + duplicates + rejects).toBe(fetched);
    const before = dataHashes(output);
    const [again] = await snapshot(market, output, ...allowed);
    expect(again?.api.requests).toBe(0);
    expect(again?.counts).toEqual(report?.counts);
    expect(dataHashes(output)).toEqual(before);
    expect(strayFiles(output)).toEqual([]);
  },
  120_000,
);

describe("a part of the market", () => {
  it("of the largest coins", async () => {
    const market = await serve();
    const output = join(folder(), "top");
    const [report] = await snapshot(market, output, "--coins=top:300");
    expect(report?.counts).toMatchObject({ rows: 300, missing: 0 });
    expect(market.requests.map(({ url }) => url.includes("/coins/list"))).not.toContain(true);
  });

  it("of some ids, those that are not there counted as missing", async () => {
    const market = await serve();
    const whole = join(folder(), "ids-whole");
    await snapshot(market, whole);
    const ids = csvRecords(whole, `daily_snapshots/crypto_${date}.csv`).slice(3, 6);
    const asked = [...ids.map(({ asset_id }) => asset_id), "no-such-coin"].join(",");
    const output = join(folder(), "ids");
    const [report] = await snapshot(market, output, `--coins=ids:${asked}`);
    expect(report?.counts).toMatchObject({ rows: 3, missing: 1 });
    expect(report?.missing_ids).toEqual(["no-such-coin"]);
  });

  it("of a category", async () => {
    const market = await serve();
    const answer = await fetch(`${market.url}/coins/categories/list`);
    const [category] = (await answer.json()) as { category_id: string }[];
    const url = `${market.url}/coins/markets?vs_currency=usd&per_page=250&category=${category?.category_id ?? ""}&include_rehypothecated=true`;
    const members = (await (await fetch(url)).json()) as { id: string }[];
    const output = join(folder(), "category");
    const [report] = await snapshot(
      market,
      output,
      `--coins=category:${category?.category_id ?? ""}`,
    );
    expect(members.length).toBeGreaterThan(0);
    if (members.length < 250) expect(report?.counts.rows).toBe(members.length);
    else expect(report?.counts.rows).toBeGreaterThanOrEqual(250);
  });
});

test.each([1, 2, 3, 5])(
  "distributed over %i shards, every page is requested once and the result is the same",
  async (shards) => {
    const market = await serve({ coins: 1_500 });
    const output = join(folder(), `shards-${shards}`);
    const [report] = await snapshot(market, output, `--api-shards=${shards}`);
    const urls = market.requests.map(({ url }) => url);
    expect(new Set(urls).size).toBe(urls.length);
    expect(report?.counts.rows).toBe(market.served("coins_markets").distinctCoins);
  },
);

describe("what is there stays", () => {
  const output = () => join(folder(), "stays");
  let market: SampleMarketServer;
  beforeAll(async () => {
    market = await serve();
    await snapshot(market, output());
  });

  it.each([
    ["a day would shrink", ["--coins=top:100"], "less than 90%"],
    ["the currency is another one", ["--vs-currency=eur"], "one currency"],
  ])("when %s", async (_, more, message) => {
    const before = dataHashes(output());
    await expect(snapshot(market, output(), ...more)).rejects.toThrow(message);
    expect(dataHashes(output())).toEqual(before);
    expect(strayFiles(output())).toEqual([]);
  });

  it("when every coin is broken: the rejects are written, and the run fails", async () => {
    const broken = await serve({ faults: { brokenElements: 1 } });
    const before = dataHashes(output());
    await expect(snapshot(broken, output())).rejects.toThrow("were rejected");
    const rejected = "rejected/market-snapshot/2026-01-02.jsonl";
    const { [rejected]: written, ...rest } = dataHashes(output());
    const { [rejected]: empty, ...same } = before;
    expect(written).not.toBe(empty);
    expect(rest).toEqual(same);
  });

  it("when the market has no coins", async () => {
    const before = dataHashes(output());
    await expect(snapshot(await serve({ coins: 0 }), output())).rejects.toThrow("no coins");
    expect(dataHashes(output())).toEqual(before);
  });

  it("until it is forced", async () => {
    const [report] = await snapshot(
      market,
      output(),
      "--vs-currency=eur",
      "--coins=top:100",
      "--force",
    );
    expect(report?.counts.rows).toBe(100);
    const currencies = await duckDbRows(
      join(output(), "warehouse.duckdb"),
      `SELECT DISTINCT vs_currency FROM ${table}`,
    );
    expect(currencies).toEqual([{ vs_currency: "eur" }]);
  });
});

test("a budget that is spent ends the run, and the same command resumes it", async () => {
  const market = await serve({ coins: 2_000 });
  const output = join(folder(), "budget");
  await expect(snapshot(market, output, "--max-requests=4")).rejects.toThrow(
    "budget of 4 API calls",
  );
  expect(market.requests).toHaveLength(4);
  await expect(snapshot(market, output, "--max-requests=4")).rejects.toThrow("budget");
  const [report] = await snapshot(market, output, "--max-requests=4");
  expect(report?.counts.rows).toBe(market.served("coins_markets").distinctCoins);
  expect(new Set(market.requests.map(({ url }) => url)).size).toBe(market.requests.length);
});
