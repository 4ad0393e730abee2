import { existsSync } from "node:fs";
import { join } from "node:path";
import { askCheck } from "../support/run_check";
import { askQuery } from "../support/ask_query";
import { environmentVariables } from "../support/environment_variables";
import { folderState } from "../support/folder_state";
import { runCli } from "../support/run_cli";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";
import { json, ScriptedServer } from "../coingecko/scripted_server";

const date = "2026-01-02";
const folder = temporaryFolder();
const output = () => join(folder(), "out");
const warehouse = () => `duckdb:${output()}/warehouse.duckdb`;
beforeAll(() =>
  runInProcess("--source=sample:40", `--snapshotDate=${date}`, `--output=${output()}`),
);

/** What a command says while nothing changes. */
async function unchanged<T>(step: () => Promise<T>): Promise<T> {
  const before = folderState(folder());
  const result = await step();
  expect(folderState(folder())).toEqual(before);
  return result;
}

describe("query --dryRun", () => {
  const query = (...args: string[]) =>
    unchanged(() => askQuery(...args, `--output=${output()}`, "--dryRun"));

  it("says what it would ask, and asks nothing", async () => {
    const sql = "SELECT COUNT(*) AS coins FROM crypto_market_snapshot_fact";
    expect(await query(sql)).toEqual({
      code: 0,
      stdout: `Dry run: nothing is asked or written.\n  warehouse  ${warehouse()}\n  asks       ${sql}\n`,
      stderr: "",
    });
    const { stdout } = await query("largest-coins", "--json");
    expect(JSON.parse(stdout)).toEqual({
      dry_run: true,
      command: "query",
      warehouse: warehouse(),
      sql: expect.stringMatching(/crypto_market_snapshot_fact[^]*LIMIT 20/) as string,
      bytes: null,
    });
  });

  it.each([
    ["SELECT price FROM crypto_market_snapshot_fact", 1],
    ["SELECT 1 FROM nowhere", 1],
    ["SELECT 1; SELECT 2", 2],
    ["DROP TABLE date_dim", 2],
    ["dragons", 2],
  ])("refuses %s as the query does", async (sql, code) => {
    const dry = await query(sql);
    expect(dry).toEqual(await askQuery(sql, `--output=${output()}`));
    expect(dry.code).toBe(code);
  });

  describe("of BigQuery", () => {
    const setVariables = environmentVariables();
    const estimate = async (...args: string[]) => {
      const dataset = json({ location: "US" });
      const job = json({
        jobReference: { jobId: "job", location: "US" },
        status: { state: "DONE" },
        statistics: { totalBytesProcessed: "123456789", query: { statementType: "SELECT" } },
      });
      const server = await ScriptedServer.serving((url) =>
        /\/jobs(\?|$)/.test(url) ? job : dataset,
      );
      setVariables({ BIGQUERY_EMULATOR_HOST: server.url });
      const answer = await askQuery(
        ...["SELECT 1", "--warehouse=bigquery:my-project.crypto", "--dryRun", ...args],
      );
      await server.close();
      const paths = server.asked.map(({ url }) => url.replace(/^.*my-project\/|\?.*/g, ""));
      return { ...answer, paths };
    };

    it("says what BigQuery estimates that it reads", async () => {
      const { code, stdout, paths } = await estimate();
      expect({ code, paths }).toEqual({ code: 0, paths: ["datasets/crypto", "jobs"] });
      expect(stdout).toMatch(/\n {2}reads {6}123\.5 MB, of at most 10 GB\n {2}asks {7}SELECT 1\n$/);
      const { stdout: document } = await estimate("--json");
      expect(JSON.parse(document)).toMatchObject({ bytes: 123_456_789, max_bytes: 10e9 });
    });

    it("refuses one that would read too much", async () => {
      const { code, stderr } = await estimate("--maxBytes=100MB");
      expect(code).toBe(1);
      expect(stderr).toMatch(/would read 123\.5 MB, more than --maxBytes=100 MB/);
    });
  });
});

describe("check --dryRun", () => {
  const check = (...args: string[]) =>
    unchanged(() => askCheck(...args, `--output=${output()}`, "--dryRun"));

  it("says the days, the checks and where results would be kept", async () => {
    const { code, stdout } = await check();
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n {2}days {7}2026-01-02\n {2}checks {5}\d+ a day: .*runs_are_done/);
    const { stdout: document } = await check("--snapshotDate=2026-01-01..2026-01-03", "--json");
    expect(JSON.parse(document)).toMatchObject({
      ...{ dry_run: true, command: "check", warehouse: warehouse() },
      days: ["2026-01-01", date, "2026-01-03"],
      results: "crypto_check_results",
    });
  });

  it("refuses a warehouse that is not there, and a wrong day", async () => {
    const nowhere = `--warehouse=duckdb:${join(folder(), "none.duckdb")}`;
    expect(await check(nowhere)).toMatchObject({ code: 1, stdout: "" });
    expect(existsSync(join(folder(), "none.duckdb"))).toBe(false);
    expect(await check("--snapshotDate=yesterday")).toMatchObject({ code: 2, stdout: "" });
  });
});

describe("dashboard --dryRun", () => {
  const dashboard = (...args: string[]) =>
    unchanged(() => runCli(["dashboard", ...args, "--dryRun"]));

  it("says the page and its days, and writes none", async () => {
    const { code, stdout } = await dashboard(`--output=${output()}`, `--startDate=${date}`);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: [
        "Dry run: nothing is asked or written.",
        `  warehouse  ${warehouse()}`,
        `  days       from ${date} to the newest held`,
        `  file       ${output()}/dashboard.html, new`,
        "",
      ].join("\n"),
    });
    const { stdout: document } = await dashboard(`--output=${output()}`, "--json");
    expect(JSON.parse(document)).toMatchObject({ command: "dashboard", exists: false });
  });

  it("refuses a folder that is a file", async () => {
    const { code, errors } = await dashboard(
      `--warehouse=${warehouse()}`,
      `--output=${output()}/warehouse.duckdb`,
    );
    expect(code).toBe(1);
    expect(errors.join()).toMatch(/is not inside a directory/);
  });
});
