import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunReport } from "../../pipelines/run/report";
import { callsOf, askDryRun, daysOf } from "../support/ask_dry_run";
import { duckDbRows } from "../support/duckdb_rows";
import { folderState } from "../support/folder_state";
import { filesBelow } from "../support/output_files";
import { runCli } from "../support/run_cli";
import { temporaryFolder } from "../support/temporary_folder";
import { serveMarket } from "../transforms/market/market_server";

const date = "2026-01-02";
const on = `--snapshotDate=${date}`;
const folder = temporaryFolder();
function newFolder(): string {
  const path = join(folder(), randomUUID());
  mkdirSync(path);
  return path;
}
const apiPipelines = ["market-snapshot", "asset-dim"];

describe("--dryRun", () => {
  it("names the files and tables that the command then leaves, and creates none", async () => {
    const cwd = newFolder();
    const command = ["--source=sample:30", on, "--endDate=2020-02-29", "--formats=csv,parquet"];
    const empty = folderState(cwd);
    const { code, report } = await askDryRun(command, { cwd });
    expect(code).toBe(0);
    expect(folderState(cwd)).toEqual(empty);

    await runCli(command, { cwd });
    const output = join(cwd, "out-sample");
    const files = [...daysOf(report).flatMap((day) => day.files), ...report.files];
    expect(files.filter(({ exists, action }) => exists !== false || action !== "write")).toEqual(
      [],
    );
    const left = filesBelow(output).filter(
      (path) => !path.startsWith("raw/sample") && path !== "warehouse.duckdb",
    );
    // A checkout that was not built has no template of the page.
    const page = left.includes("dashboard.html") ? [] : ["dashboard.html"];
    expect([...new Set(files.map(({ path }) => path))].sort()).toEqual([...left, ...page].sort());

    const tables = [...daysOf(report).flatMap((day) => day.tables), ...report.tables];
    const warehouse = join(output, "warehouse.duckdb");
    const made = await duckDbRows(
      warehouse,
      "SELECT 'warehouse.main.' || table_name AS name FROM duckdb_tables() ORDER BY 1",
    );
    expect([...new Set(tables.map(({ name }) => name))].sort()).toEqual(
      made.map(({ name }) => name),
    );

    const before = folderState(cwd);
    const again = await askDryRun(command, { cwd });
    expect(again.code).toBe(0);
    expect(folderState(cwd)).toEqual(before);
    const replaced = daysOf(again.report).flatMap((day) => [...day.files, ...day.tables]);
    expect(replaced.filter(({ exists }) => !exists)).toEqual([]);
    const fact = "warehouse.main.crypto_market_snapshot_fact";
    expect(daysOf(again.report).flatMap((day) => day.tables)).toContainEqual(
      expect.objectContaining({ name: fact, action: "replace_day", exists: true, rows: 30 }),
    );
  });

  it.each([
    ["of the whole market", []],
    ["of the top", ["--coins=top:300", "--extras=global"]],
    ["of some coins", ["--coins=ids:coin-00001,coin-00002", "--extras=none"]],
    ["that are asked again", ["--refresh"]],
  ])("says the calls %s that the command then makes, and makes none", async (_, options) => {
    const market = await serveMarket({ coins: 700 });
    try {
      const output = newFolder();
      const others = [`--source=${market.url}`, `--output=${output}`, "--detailRequests=3"];
      // Its coin list says how many coins there are.
      await runCli(["market-snapshot", ...others, "--snapshotDate=2026-01-01", "--extras=none"]);
      const before = market.asked.length;
      const command = [...apiPipelines, ...others, on, ...options];
      const { code, report } = await askDryRun(command);
      expect(code).toBe(0);
      expect(market.asked).toHaveLength(before);
      expect(daysOf(report).map(({ from_archive }) => from_archive)).toEqual([false, false]);

      await runCli(command);
      const asked = market.asked.slice(before).map(({ url }) => endpointOf(url));
      const made = Object.fromEntries(
        [...new Set(asked)].map((endpoint) => [
          endpoint,
          asked.filter((one) => one === endpoint).length,
        ]),
      );
      expect(callsOf(report)).toEqual(made);
      expect(report.calls).toBe(asked.length);

      const again = await askDryRun(command.filter((option) => option !== "--refresh"));
      expect(again.report.calls).toBe(0);
      expect(daysOf(again.report).map(({ from_archive }) => from_archive)).toEqual([true, true]);
      expect(market.asked).toHaveLength(before + asked.length);
    } finally {
      await market.close();
    }
  });

  it("says the calls to the sample market, but for those of coins that no page has", async () => {
    const command = ["asset-dim", "--source=sample:1000", on, `--output=${newFolder()}`, "--json"];
    const { report } = await askDryRun(command);
    const { stdout } = await runCli(command);
    const { api } = JSON.parse(stdout) as { api: { requests: number } };
    expect(callsOf(report)).toEqual({
      "/coins/list": 1,
      "/coins/markets": 4,
      "/asset_platforms": 1,
      "/coins/{id}": 100,
    });
    expect(api.requests).toBeGreaterThanOrEqual(report.calls);
    expect(api.requests).toBeLessThan(report.calls + 5);
    expect(report.notes.join()).toContain("Listed coins that no page has are asked for by id");

    // The next day, the archive tells how many those were.
    const next = command.map((one) => (one === on ? "--snapshotDate=2026-01-03" : one));
    const planned = (await askDryRun(next)).report;
    const made = JSON.parse((await runCli(next)).stdout) as { api: { requests: number } };
    expect(planned.calls).toBe(made.api.requests);
    expect(planned.calls).toBeGreaterThan(report.calls);
  });

  it("says of several days those that the command then makes, and those that it passes over", async () => {
    const others = [...apiPipelines, "--source=sample:30", "--coins=top:20", "--detailRequests=2"];
    const cwd = newFolder();
    const reportsOf = async (...options: string[]) => {
      const { stdout } = await runCli([...others, "--json", ...options], { cwd });
      return stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as RunReport);
    };
    await reportsOf(on);
    const range = "--snapshotDate=2026-01-01..2026-01-03";
    const before = folderState(cwd);
    const { code, report } = await askDryRun([...others, range], { cwd });
    const archived = await askDryRun([...others, range, "--onlyArchived"], { cwd });
    expect(folderState(cwd)).toEqual(before);
    expect(code).toBe(0);
    expect(report.pipelines.map(({ done }) => done)).toEqual([[date], [date]]);
    expect(archived.report).toMatchObject({ calls: 0 });
    expect(archived.report.pipelines).toMatchObject(
      apiPipelines.map(() => ({ days: [], left_out: ["2026-01-01", "2026-01-03"] })),
    );

    const reports = await reportsOf(range);
    const made = reports.map(({ pipeline, snapshot_date }) => `${pipeline} ${snapshot_date}`);
    const days = report.pipelines.flatMap(({ pipeline, days }) =>
      days.map(({ snapshot_date }) => `${pipeline} ${snapshot_date}`),
    );
    expect(days).toEqual(made);
    expect(report.calls).toBe(reports.reduce((sum, { api }) => sum + api.requests, 0));
  });

  it("says the charts of a history, all with its last day, that the command then asks for", async () => {
    const cwd = newFolder();
    const history = [
      ...["market-history", "--source=sample:30", "--coins=top:5", on],
      ...["--startDate=2025-12-30", "--endDate=2026-01-01"],
    ];
    const { code, report } = await askDryRun(history, { cwd });
    expect(code).toBe(0);
    expect(callsOf(report)).toEqual({ "/coins/markets": 1, "/coins/{id}/market_chart/range": 5 });
    expect(daysOf(report).map(({ calls }) => calls.length)).toEqual([0, 0, 2]);

    const { stdout } = await runCli([...history, "--json"], { cwd });
    const reports = stdout.trimEnd().split("\n");
    const requests = reports.map((line) => (JSON.parse(line) as RunReport).api.requests);
    expect(requests.reduce((sum, one) => sum + one, 0)).toBe(report.calls);
    expect((await askDryRun(history, { cwd })).report.calls).toBe(0);

    const tooEarly = [
      "market-history",
      "--source=public",
      "--coins=top:5",
      "--startDate=2015-01-01",
    ];
    const dry = await runCli([...tooEarly, "--dryRun"], { cwd });
    expect(dry.code).toBe(2);
    expect(dry.errors).toEqual((await runCli(tooEarly, { cwd })).errors);
  });

  it("asks nothing of a paid plan, and says what the calls cost", async () => {
    const market = await serveMarket({ coins: 700 });
    const { code, report } = await askDryRun(
      ["market-snapshot", `--source=${market.url}`, "--plan=pro", on, "--maxRequests=20"],
      { cwd: newFolder(), env: { COINGECKO_API_KEY: "CG-a-key-that-nobody-may-see" } },
    );
    await market.close();
    expect(market.asked).toEqual([]);
    expect(code).toBe(0);
    // 18,500 coins, where no list says how many there are.
    expect(report).toMatchObject({ calls: 78, credits: 78, max_requests: 20, minutes: null });
    expect(daysOf(report).map(({ within_budget }) => within_budget)).toEqual([false]);
    expect(JSON.stringify(report)).not.toContain("CG-a-key");
    expect(report.notes.join()).toContain("How many credits are left is not asked for");
  });

  it("looks for no job server, and names the job", async () => {
    const cwd = newFolder();
    const server = "--jobEndpoint=localhost:1";
    const { code, report } = await askDryRun(["date-dim", "--runner=jobServer", server, on], {
      cwd,
    });
    expect(code).toBe(0);
    expect(report.runner).toEqual({
      ...{ runner: "jobServer", job_endpoint: "localhost:1" },
      ...{ environment_type: "process", parallelism: null },
    });
    expect(report.pipelines).toMatchObject([
      { job_name: `crypto-date-dim-${date}`, days: [{ archive: null, calls: [] }] },
    ]);
  });

  it("says it in lines for a person, the plan as the command itself does", async () => {
    const cwd = newFolder();
    const command = ["date-dim", "market-snapshot", "--source=sample:30", on];
    const { code, stdout, stderr } = await runCli([...command, "--dryRun"], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const [first, plan] = stdout.split("\n");
    expect(first).toBe("Dry run: nothing is fetched, created or written.");
    const { stderr: shown } = await runCli(command, { cwd, env: { CI: "" } });
    expect(shown.split("\n")[0]).toBe(plan);
    expect(stdout).toMatch(/\n {2}\/coins\/markets {2,}1 call\n/);
    expect(stdout).toMatch(/\n {2}\.\/out-sample\/daily_snapshots\/crypto_2026-01-02\.csv +new\n/);
    expect(stdout).toMatch(/\n {2}warehouse\.main\.crypto_market_snapshot_fact +new table\n/);
    const quiet = await runCli([...command, "--dryRun", "--quiet"], { cwd });
    expect(quiet).toMatchObject({ code: 0, stdout: "", stderr: "" });
  });

  describe("refuses what the command refuses, in the same words:", () => {
    const filled = () => join(folder(), "filled");
    beforeAll(() =>
      runCli([
        ...[...apiPipelines, "--source=sample:30", on, `--output=${filled()}`],
        "--detailRequests=2",
      ]),
    );

    it.each<[string, () => string[], number]>([
      ["another market", () => ["market-snapshot", "--source=public", `--output=${filled()}`], 1],
      [
        "another currency",
        () => [
          ...["market-snapshot", "--source=sample:30", "--vsCurrency=eur", on],
          `--output=${filled()}`,
        ],
        1,
      ],
      ["no key", () => ["asset-dim", "--source=demo", `--output=${join(folder(), "a")}`], 1],
      [
        "a day that is over",
        () => ["market-snapshot", "--source=public", on, `--output=${join(folder(), "b")}`],
        1,
      ],
      [
        "an output that is a file",
        () => {
          writeFileSync(join(folder(), "file"), "");
          return ["date-dim", `--output=${join(folder(), "file")}`];
        },
        1,
      ],
      [
        "a warehouse that is none",
        () => {
          writeFileSync(join(folder(), "text.duckdb"), "no database".repeat(1_000));
          return [
            ...["date-dim", `--output=${join(folder(), "c")}`],
            `--warehouse=duckdb:${join(folder(), "text.duckdb")}`,
          ];
        },
        1,
      ],
      ["a wrong value", () => ["--coins=some"], 2],
      ["options that contradict each other", () => ["--source=demo", "--plan=pro"], 2],
    ])("%s", async (_, argv, code) => {
      const command = argv();
      const before = folderState(folder());
      const dry = await runCli([...command, "--dryRun"]);
      expect(folderState(folder())).toEqual(before);
      const real = await runCli(command);
      expect(dry.code).toBe(code);
      expect(real.code).toBe(code);
      expect(dry.errors).not.toEqual([]);
      expect(real.errors).toEqual(dry.errors);
    });

    it("but names what a forced one would remove of another market", async () => {
      const { code, report } = await askDryRun([
        ...[...apiPipelines, "--source=public", "--force", `--output=${filled()}`],
      ]);
      expect(code).toBe(0);
      const [snapshot, assets] = daysOf(report);
      const removed = (day = snapshot) =>
        day?.files.filter(({ action }) => action === "remove").map(({ path }) => path);
      expect(removed()).toContain(`daily_snapshots/crypto_${date}.csv`);
      expect(removed()).toContain(`runs/asset-dim/${date}.json`);
      expect(removed(assets)).toEqual([]);
      expect(snapshot?.tables).toContainEqual(
        expect.objectContaining({
          ...{ name: "warehouse.main.crypto_asset_dim", action: "delete_all", rows: 30 },
        }),
      );
    });
  });
});

/** A URL's endpoint as CoinGecko's documentation names it. */
function endpointOf(url: string): string {
  const { pathname } = new URL(url, "http://host");
  const lists = ["/coins/list", "/coins/markets", "/coins/categories"];
  return lists.includes(pathname) ? pathname : pathname.replace(/^\/coins\/.*/, "/coins/{id}");
}
