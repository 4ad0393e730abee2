import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { log } from "../../pipelines/core/log";
import {
  serveSampleMarket,
  type SampleMarketServer,
} from "../../pipelines/sample_market/serve_sample_market";
import { json, type Reply, type ScriptedServer } from "../coingecko/scripted_server";
import { checkout } from "../support/checkout";
import { duckDbRows } from "../support/duckdb_rows";
import { csvRecords, dataHashes, reportIn, strayFiles } from "../support/output_files";
import { serveReplaced } from "../support/replaced_answers";
import { runCli } from "../support/run_cli";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";

const date = "2026-01-02";
const folder = temporaryFolder();
const replies = new Map<string, Reply>();
let market: SampleMarketServer;
/** The market, with what `replies` has in the place of its answers. */
let server: ScriptedServer;
let output: string;

beforeAll(async () => {
  log.level = "error";
  market = await serveSampleMarket({ coins: 60, date });
  server = await serveReplaced(market, replies);
});
afterAll(() => Promise.all([market.close(), server.close()]));
beforeEach(() => {
  replies.clear();
  output = join(folder(), randomUUID());
});

const tables = {
  global: "crypto_global_fact",
  categories: "crypto_category_fact",
  rates: "currency_rate_fact",
};
const names = ["global", "categories", "rates"] as const;
type Name = (typeof names)[number];

const options = (...more: string[]) => [
  "market-snapshot",
  ...[`--source=${server.url}`, `--snapshot-date=${date}`, `--output=${output}`],
  ...more,
];
async function snapshot(...more: string[]) {
  const [report] = await runInProcess(...options(...more));
  if (!report) throw new Error("The run left no report.");
  return report;
}

const csvOf = (name: Name) => `daily_snapshots/${name}_${date}.csv`;
const rowsOf = (name: Name) => csvRecords(output, csvOf(name));
const warehouse = () => join(output, "warehouse.duckdb");
const query = (sql: string) => duckDbRows(warehouse(), sql);
/** A table's rows as texts, in the form of the CSV. */
const loaded = async (name: Name, key: string) =>
  query(
    `SELECT * REPLACE (strftime(ingested_at, '%Y-%m-%dT%H:%M:%S.%gZ') AS ingested_at) FROM ${tables[name]} ORDER BY ${key}`,
  );
const pathsAsked = (from: number) =>
  server.asked.slice(from).map(({ url }) => new URL(url, server.url).pathname);

describe("a day's further tables", () => {
  it("are a CSV and a table each, from one call each; a repeat makes none", async () => {
    const asked = server.asked.length;
    const report = await snapshot();
    expect(report.warnings).toEqual([]);
    const paths = pathsAsked(asked);
    expect(paths.slice(-3).sort()).toEqual(["/coins/categories", "/exchange_rates", "/global"]);
    expect(report.api.requests).toBe(paths.length);

    expect(report.files.map(({ path }) => path)).toEqual([
      `rejected/market-snapshot/${date}.jsonl`,
      `daily_snapshots/crypto_${date}.csv`,
      ...names.map(csvOf),
    ]);
    expect(report.tables.map(({ name, rows }) => [name, rows])).toEqual([
      ["crypto_market_snapshot_fact", report.counts.rows],
      ...[
        [tables.global, 1],
        [tables.categories, 12],
        [tables.rates, 13],
      ],
      ...[
        ["crypto_market_snapshot_rejects", 0],
        ["crypto_market_snapshot_runs", 1],
      ],
    ]);
    expect(report.table_counts[tables.categories]).toEqual({
      ...{ fetched: 13, rows: 12, duplicates: 1, rejects: 0 },
    });

    const before = dataHashes(output);
    const calls = server.asked.length;
    expect((await snapshot()).api.from_archive).toBe(paths.length);
    expect(server.asked).toHaveLength(calls);
    expect(dataHashes(output)).toEqual(before);
    expect(strayFiles(output)).toEqual([]);
  });

  it("agree with the answers, in the CSV and in the warehouse", async () => {
    await snapshot();
    const get = async (path: string) => (await fetch(market.url + path)).json();
    const { data } = (await get("/global")) as { data: Record<string, Record<string, number>> };
    const [global] = rowsOf("global");
    expect(global).toMatchObject({
      ...{ snapshot_date: date, vs_currency: "usd", updated_at: `${date}T23:59:59.000Z` },
      ...{ total_market_cap: String(data.total_market_cap?.usd), markets: "1355" },
      bitcoin_dominance: String(data.market_cap_percentage?.btc),
    });

    const { rates } = (await get("/exchange_rates")) as {
      rates: Record<string, { name: string; unit: string; value: number; type: string }>;
    };
    const byCode = Object.entries(rates).sort(([a], [b]) => (a < b ? -1 : 1));
    expect(
      rowsOf("rates").map(({ currency, name, unit, type, rate_to_btc: rate }) => [
        ...[currency, name, unit, type, Number(rate)],
      ]),
    ).toEqual(byCode.map(([code, { name, unit, type, value }]) => [code, name, unit, type, value]));

    const categories = rowsOf("categories");
    const find = (id: string) => categories.find(({ category_id }) => category_id === id);
    expect(categories.map(({ category_id }) => category_id)).toEqual(
      categories.map(({ category_id }) => category_id).toSorted(),
    );
    expect(find("recently_added")).toMatchObject({
      ...{ market_cap: "", total_volume: "", top_3_asset_ids: "", updated_at: "" },
    });
    expect(find("wallets")).toMatchObject({ market_cap: "" });
    // Listed twice: the later one stays.
    expect(find("decentralized-finance-defi")?.updated_at).toBe(`${date}T23:59:59.000Z`);
    expect(find("layer-1")?.top_3_asset_ids?.split("|")).toHaveLength(3);

    for (const [name, key] of [
      ["global", "1"],
      ["categories", "category_id"],
      ["rates", "currency"],
    ] as const) {
      const rows = await loaded(name, key);
      const cells = rowsOf(name);
      expect(rows).toHaveLength(cells.length);
      for (const [at, row] of rows.entries()) {
        for (const [column, value] of Object.entries(row)) {
          const cell = cells[at]?.[column] ?? "";
          if (column === "updated_at") expect(value === null).toBe(cell === "");
          else if (typeof value === "number") expect(Number(cell)).toBe(value);
          else expect(value ?? "").toBe(cell);
        }
      }
    }
  });

  it("give prices in every currency, from whichever the snapshot is in", async () => {
    const view = readFileSync(
      join(checkout, "sql/generated/duckdb/views/crypto_market_in_currency.sql"),
      "utf8",
    );
    const priced = `SELECT v.currency, v.current_price, v.market_cap, v.total_volume, f.vs_currency, f.current_price AS price
      FROM (${view}) AS v JOIN crypto_market_snapshot_fact AS f USING (snapshot_date, asset_id)
      WHERE asset_id = (SELECT asset_id FROM crypto_market_snapshot_fact ORDER BY market_cap_rank LIMIT 1)`;
    const inUsd = await snapshot().then(() => query(priced));
    expect(inUsd).toHaveLength(13);
    const priceIn = (currency: unknown) =>
      Number(inUsd.find((row) => row.currency === currency)?.current_price);
    expect(priceIn("usd")).toBe(inUsd[0]?.price);
    expect(priceIn("btc")).toBeCloseTo(1, 9);
    const count = "SELECT count(*)::INTEGER AS count FROM";
    const [all] = await query(`${count} (${view})`);
    const [coins] = await query(`${count} crypto_market_snapshot_fact`);
    expect(all?.count).toBe(13 * Number(coins?.count));

    output = join(folder(), randomUUID());
    const inEur = await snapshot("--vs-currency=eur").then(() => query(priced));
    expect(inEur[0]?.vs_currency).toBe("eur");
    for (const { currency, current_price: price } of inEur) {
      expect(Number(price) / priceIn(currency)).toBeCloseTo(1, 9);
    }
    expect(rowsOf("global")[0]?.vs_currency).toBe("eur");
    const [eur] = await query(`SELECT total_market_cap FROM ${tables.global}`);
    expect(Number(eur?.total_market_cap)).toBeGreaterThan(0);
  }, 20_000);
});

describe("what is switched off", () => {
  it.each([
    ["none", []],
    ["global", ["global"]],
    ["rates,categories", ["categories", "rates"]],
  ] as const)("is no part of a run: --extras=%s", async (value, asked) => {
    const from = server.asked.length;
    const report = await snapshot(`--extras=${value}`);
    expect(report.warnings).toEqual([]);
    expect(Object.keys(report.table_counts)).toHaveLength(1 + asked.length);
    expect(names.filter((name) => existsSync(join(output, csvOf(name))))).toEqual(asked);
    const found = await query("SELECT table_name AS name FROM duckdb_tables()");
    const inWarehouse = names.filter((name) => found.some((table) => table.name === tables[name]));
    expect(inWarehouse).toEqual(asked);
    const paths = pathsAsked(from).filter((path) => !/\/(list|markets)$/.test(path));
    expect(paths).toHaveLength(asked.length);
  });

  it("stays as it was", async () => {
    await snapshot();
    const before = dataHashes(output);
    const report = await snapshot("--extras=none", "--refresh");
    expect(report.files.map(({ path }) => path)).not.toContain(csvOf("rates"));
    const kept = dataHashes(output);
    for (const name of names) expect(kept[csvOf(name)]).toBe(before[csvOf(name)]);
    expect(await query(`SELECT count(*)::INTEGER AS rows FROM ${tables.rates}`)).toEqual([
      { rows: 13 },
    ]);
  });
});

describe("an extra that can't be had", () => {
  const bad: [string, Reply][] = [
    ["missing", json({ error: "Not found" }, 404)],
    ["refused", json({ status: { error_code: 10005, error_message: "Paid only" } }, 401)],
    ["empty", json({ data: {}, rates: {} })],
    ["of another shape", json({ data: [], rates: 5 })],
  ];

  it.each(bad)("that is %s costs neither the snapshot nor what its table has", async (_, reply) => {
    await snapshot();
    const before = dataHashes(output);
    for (const path of ["/global", "/exchange_rates"]) replies.set(path, reply);
    const report = await snapshot("--refresh");
    expect(report.state).toBe("DONE");
    expect(report.warnings).toHaveLength(2);
    expect(report.skipped_tables).toEqual([tables.global, tables.rates]);
    for (const [at, table] of [tables.global, tables.rates].entries()) {
      expect(report.warnings[at]).toMatch(new RegExp(`^The table ${table} was left as it was: `));
    }
    const after = dataHashes(output);
    expect(after[csvOf("global")]).toBe(before[csvOf("global")]);
    expect(after[csvOf("rates")]).toBe(before[csvOf("rates")]);
    expect(after[csvOf("categories")]).not.toBe(before[csvOf("categories")]);
    expect(await query(`SELECT count(*)::INTEGER AS rows FROM ${tables.rates}`)).toEqual([
      { rows: 13 },
    ]);
    const kept = report.tables.map(({ name }) => name);
    expect(kept).not.toContain(tables.global);
    expect(kept).toContain(tables.categories);
    expect(strayFiles(output)).toEqual([]);

    replies.clear();
    const repeat = await snapshot("--refresh");
    expect([repeat.warnings, repeat.skipped_tables]).toEqual([[], undefined]);
  });

  it("is tried again by a repeat, which asks for nothing else", async () => {
    replies.set("/coins/categories", json([]));
    expect((await snapshot()).warnings).toEqual([
      "The table crypto_category_fact was left as it was: the answer of /coins/categories is empty. It is not archived: a repeat of the date asks again.",
    ]);
    replies.clear();
    const from = server.asked.length;
    expect((await snapshot()).warnings).toEqual([]);
    expect(pathsAsked(from)).toEqual(["/coins/categories"]);
  });

  it("because the market took the budget comes with the next run", async () => {
    const { api } = await snapshot("--extras=none");
    output = join(folder(), randomUUID());
    const short = await snapshot(`--max-requests=${api.requests + 1}`);
    expect(short.state).toBe("DONE");
    expect(short.warnings).toHaveLength(2);
    expect(short.warnings[0]).toContain(`budget of ${api.requests + 1} API calls is spent`);
    expect((await snapshot(`--max-requests=${api.requests + 1}`)).warnings).toEqual([]);
  });
});

it("elements that are no rows are rejects, which the run's own do not count", async () => {
  const answer = await fetch(`${market.url}/coins/categories`);
  const categories = (await answer.json()) as unknown[];
  replies.set("/coins/categories", json([...categories, { name: "No id" }]));
  const values = {
    ...Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`c${n}`, 1])),
    zero: 0,
  };
  const rates = Object.entries(values).map(([code, value]) => [code, { value }] as const);
  replies.set("/exchange_rates", json({ rates: Object.fromEntries(rates) }));
  const { code, stdout, errors } = await runCli(options());
  expect([code, errors]).toEqual([0, []]);
  const report = reportIn(output, "market-snapshot", date);
  expect(report.counts.rejects).toBe(0);
  expect(report.table_counts[tables.categories]).toMatchObject({ rows: 12, rejects: 1 });
  expect(report.table_counts[tables.rates]).toMatchObject({ rows: 20, rejects: 1 });
  expect(report.files[0]).toMatchObject({ rows: 2 });
  expect(stdout).toContain("Rejected: an element without an id (id: no usable id)");
  expect(stdout).toContain("currency_rate_fact: 20 rows");
  const rejected = await query("SELECT field, raw FROM crypto_market_snapshot_rejects ORDER BY 1");
  expect(rejected).toEqual([
    { field: "id", raw: '{"name":"No id"}' },
    { field: "value", raw: '{"zero":{"value":0}}' },
  ]);
});
