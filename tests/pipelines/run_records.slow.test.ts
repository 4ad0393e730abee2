import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  serveSampleMarket,
  type SampleMarketServer,
} from "../../pipelines/sample_market/serve_sample_market";
import { log } from "../../pipelines/core/log";
import { json, ScriptedServer } from "../coingecko/scripted_server";
import { duckDbRows } from "../support/duckdb_rows";
import { environmentVariables } from "../support/environment_variables";
import { errorOf } from "../support/error_of";
import { filesBelow, reportIn, strayFiles } from "../support/output_files";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";

const date = "2026-01-02";
const folder = temporaryFolder();
const setVariables = environmentVariables();
let market: SampleMarketServer;
beforeAll(async () => {
  log.level = "error";
  const faults = { brokenElements: 0.05, duplicates: 0.01 };
  market = await serveSampleMarket({ coins: 500, date, faults });
});
afterAll(() => market.close());

function run(output: string, ...more: string[]) {
  const where = [`--source=${market.url}`, `--snapshot-date=${date}`, `--output=${output}`];
  return runInProcess(...where, "--detail-requests=10", "--end-date=2020-01-31", ...more);
}

const inTables = (output: string, sql: string) => duckDbRows(join(output, "warehouse.duckdb"), sql);

/** The rows of all tables of runs or of rejects, each with the table that it was found in. */
async function records(output: string, kind: "runs" | "rejects") {
  const names = ["crypto_market_snapshot", "crypto_asset_dim", "date_dim"];
  const found = names.filter((name) => kind === "runs" || name !== "date_dim");
  const rows = found.map((name) =>
    inTables(output, `SELECT * FROM ${name}_${kind} ORDER BY ${kind === "runs" ? 1 : "line"}`),
  );
  return (await Promise.all(rows)).flat();
}

function rejectedLines(output: string): Record<string, unknown>[] {
  return filesBelow(join(output, "rejected"))
    .sort((a, b) => (a < b ? 1 : -1))
    .flatMap((path) => {
      const lines = readFileSync(join(output, "rejected", path), "utf8")
        .trimEnd()
        .split("\n");
      return lines
        .filter((line) => line !== "")
        .map((line, index) => ({
          ...(JSON.parse(line) as Record<string, unknown>),
          line: String(index + 1),
        }));
    });
}

/** A run's row without what differs from run to run. */
function lasting({ run_id: _, started_at: __, finished_at: ___, ...row }: Record<string, unknown>) {
  return row;
}

describe("The tables of runs and rejects", () => {
  const output = () => join(folder(), "all");
  const pipelines = ["market-snapshot", "asset-dim", "date-dim"] as const;
  beforeAll(async () => {
    await run(output(), "--max-rejects=50%");
  });

  it("record of each run what its report says", async () => {
    const rows = await records(output(), "runs");
    const reports = pipelines.map((pipeline) => reportIn(output(), pipeline, date));
    expect(rows).toHaveLength(3);
    for (const [index, { counts, api, files, ...report }] of reports.entries()) {
      const csv = files.find(({ path }) => path.endsWith(".csv"));
      expect(rows[index]).toMatchObject({
        ...{ snapshot_date: date, pipeline: report.pipeline, run_id: report.run_id },
        ...{ source: market.url, state: "DONE", error: null },
        ...{ fetched: String(counts.fetched), row_count: String(counts.rows) },
        ...{ duplicates: String(counts.duplicates), rejects: String(counts.rejects) },
        ...{ missing: String(counts.missing), api_requests: String(api.requests) },
        ...{ csv_path: csv?.path, csv_bytes: String(csv?.bytes), csv_sha256: csv?.sha256 },
      });
    }
  });

  it("hold every line of the rejected files", async () => {
    const lines = rejectedLines(output());
    expect(lines.length).toBeGreaterThan(10);
    expect(await records(output(), "rejects")).toEqual(lines);
  });

  it("are named in the report behind the pipeline's own tables", () => {
    const { tables, counts } = reportIn(output(), "market-snapshot", date);
    expect(tables.slice(1, -2).map(({ name }) => name)).toEqual([
      ...["crypto_global_fact", "crypto_category_fact", "currency_rate_fact"],
    ]);
    expect([...tables.slice(0, 1), ...tables.slice(-2)]).toEqual([
      { name: "crypto_market_snapshot_fact", rows: counts.rows },
      { name: "crypto_market_snapshot_rejects", rows: counts.rejects },
      { name: "crypto_market_snapshot_runs", rows: 1 },
    ]);
  });

  it("hold the same after a repeat, but for the runs' names and times", async () => {
    const before = [await records(output(), "runs"), await records(output(), "rejects")];
    const calls = (rows: Record<string, unknown>[]) =>
      rows.map(lasting).map((row) => ({
        ...row,
        api_requests: 0,
        api_from_archive: 0,
        api_retries: 0,
        api_rate_limited: 0,
      }));
    await run(output(), "--max-rejects=50%");
    const after = [await records(output(), "runs"), await records(output(), "rejects")];
    expect(after.map(calls)).toEqual(before.map(calls));
    expect(strayFiles(output())).toEqual([]);
  });

  it("keep the other days and pipelines when one day of one is run", async () => {
    const before = await records(output(), "runs");
    await run(output(), "date-dim", "--snapshot-date=2026-01-03");
    const after = await records(output(), "runs");
    expect(after.slice(0, 3)).toEqual(before);
    expect(after[3]).toMatchObject({ snapshot_date: "2026-01-03", pipeline: "date-dim" });
  });
});

describe("A run that fails", () => {
  it("leaves what it rejected and why it failed, and the rows as they were", async () => {
    const output = join(folder(), "rejects");
    await run(output, "market-snapshot", "--max-rejects=50%");
    const rows = () => inTables(output, "SELECT * FROM crypto_market_snapshot_fact ORDER BY ALL");
    const before = await rows();
    const failure = run(output, "market-snapshot", "--max-rejects=0");
    await expect(failure).rejects.toThrow(/were rejected, more than --max-rejects|--maxRejects=0/);
    const report = reportIn(output, "market-snapshot", date);
    const [row] = await inTables(output, "SELECT * FROM crypto_market_snapshot_runs");
    expect(row).toMatchObject({ run_id: report.run_id, state: "FAILED", error: report.error });
    expect(row).toMatchObject({ rejects: String(report.counts.rejects), csv_path: null });
    expect(
      await inTables(output, "SELECT * FROM crypto_market_snapshot_rejects ORDER BY line"),
    ).toEqual(rejectedLines(output));
    expect(await rows()).toEqual(before);
    expect(strayFiles(output)).toEqual([]);
  });

  it("before its last step leaves why, too", async () => {
    const output = join(folder(), "unreachable");
    const nowhere = "--source=http://127.0.0.1:9";
    await expect(
      runInProcess("market-snapshot", nowhere, `--snapshot-date=${date}`, `--output=${output}`),
    ).rejects.toThrow();
    const { error, run_id } = reportIn(output, "market-snapshot", date);
    expect(await inTables(output, "SELECT * FROM crypto_market_snapshot_runs")).toMatchObject([
      { run_id, state: "FAILED", error, row_count: "0", snapshot_date: date },
    ]);
    expect(strayFiles(output)).toEqual([]);
  });

  it("leaves its report also where the warehouse can't be read", async () => {
    const output = join(folder(), "no_warehouse");
    const file = join(folder(), "no_database.duckdb");
    writeFileSync(file, "no database");
    await expect(run(output, `--warehouse=duckdb:${file}`)).rejects.toThrow(
      /is no DuckDB database/,
    );
    expect(reportIn(output, "date-dim", date)).toMatchObject({
      state: "FAILED",
      error: expect.stringContaining("is no DuckDB database") as string,
    });
    expect(readFileSync(file, "utf8")).toBe("no database");
    const market = errorOf(run(output, "market-snapshot", `--warehouse=duckdb:${file}`));
    expect(await market).toMatch(/is no DuckDB database/);
    expect(reportIn(output, "market-snapshot", date).state).toBe("FAILED");
  });

  it("does not tell the key that a server quotes", async () => {
    const key = "CG-quoted-key";
    setVariables({ COINGECKO_API_KEY: key });
    const server = await ScriptedServer.serving(() =>
      json({ status: { error_code: 10002, error_message: `No such key: ${key}` } }, 401),
    );
    const output = join(folder(), "quoted");
    const where = [`--source=${server.url}`, `--snapshot-date=${date}`, `--output=${output}`];
    const failure = runInProcess("market-snapshot", ...where).finally(() => server.close());
    await expect(failure).rejects.toThrow("No such key: [redacted]");
    const [row] = await inTables(output, "SELECT error FROM crypto_market_snapshot_runs");
    expect(row?.error).toContain("No such key: [redacted]");
  });
});
