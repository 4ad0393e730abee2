import { DuckDBInstance } from "@duckdb/node-api";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { readChecks } from "../../pipelines/check/check_file";
import { askCheck } from "../support/run_check";
import { duckDbRows } from "../support/duckdb_rows";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";

const folder = temporaryFolder();
const output = () => join(folder(), "out");
const file = () => join(output(), "warehouse.duckdb");
const checks = readChecks();
const dates = ["2026-01-02", "2026-01-03"];
const all = `checks  2026-01-03  ${checks.length} passed\n`;

beforeAll(async () => {
  for (const date of dates) {
    await runInProcess("--source=sample:40", `--snapshotDate=${date}`, `--output=${output()}`);
  }
});

describe("the command check", () => {
  it("judges the newest snapshot, and keeps what it finds once a day", async () => {
    expect(await check()).toEqual({ code: 0, stdout: all, stderr: "" });
    const before = await results("2026-01-03");
    expect(before.map(({ check_name }) => check_name)).toEqual(checks.map(({ name }) => name));
    expect((await check("--snapshotDate=2026-01-02..2026-01-03")).code).toBe(0);
    const after = await results("2026-01-03");
    const what = (rows: typeof before) => rows.map(({ run_at: _, ...row }) => row);
    expect(what(after)).toEqual(what(before));
    expect(after[0]?.run_at).not.toBe(before[0]?.run_at);
  });

  it("fails for a day that should not be used, and says what to do", async () => {
    const { code, stdout } = await check("--snapshotDate=2026-01-04");
    expect(code).toBe(1);
    expect(stdout).toContain(
      "  Failed: snapshot_is_not_empty: The day has no row. Run market-snapshot for it.\n",
    );
    expect(await results("2026-01-04")).toContainEqual(
      expect.objectContaining({ check_name: "snapshot_is_not_empty", passed: false, observed: 0 }),
    );
  });

  it("only warns of what a person should look at", async () => {
    await change(
      "UPDATE crypto_market_snapshot_fact SET price_change_percentage_24h = 2000 WHERE market_cap_rank = 7",
    );
    const { code, stdout } = await check();
    expect([code, stdout]).toEqual([
      0,
      `checks  2026-01-03  ${checks.length - 1} passed, 1 warning\n` +
        "  Warning: snapshot_moves_are_plausible: 1 coins moved by more than 1,000% in a day. Such a move is a new listing or an error of the source more often than a gain: look at them in crypto_movers.\n",
    ]);
    await change("UPDATE crypto_market_snapshot_fact SET price_change_percentage_24h = 1");
  });

  it("prints a JSON object a result", async () => {
    const { stdout } = await check("--json");
    const rows = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    expect(rows).toHaveLength(checks.length);
    expect(rows[0]).toMatchObject({ check_name: checks[0]?.name, snapshot_date: "2026-01-03" });
  });

  it("takes a check whose table is not there for failed", async () => {
    const other = join(folder(), "other");
    await runInProcess(
      "market-snapshot",
      "--source=sample:40",
      "--snapshotDate=2026-01-02",
      `--output=${other}`,
    );
    const { code, stdout } = await askCheck(`--output=${other}`);
    expect(code).toBe(1);
    expect(stdout).toContain(
      "Failed: asset_dim_has_seen_the_date: It could not be checked: duckdb:",
    );
    expect(stdout).toContain("has no table crypto_asset_dim.");
  });

  it("says so when it can't keep the results, and judges all the same", async () => {
    chmodSync(file(), 0o444);
    const { code, stdout, stderr } = await check();
    chmodSync(file(), 0o644);
    expect([code, stdout]).toEqual([0, all]);
    expect(
      stderr === "" ||
        /^The results are not kept in duckdb:\S+: .*may not be written to/.test(stderr),
    ).toBe(true);
  });

  it("says what to run where there is no warehouse or no snapshot", async () => {
    expect(await askCheck(`--warehouse=duckdb:${join(folder(), "nothing.duckdb")}`)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Make one with `npm start`") as string,
    });
    expect(await askCheck("--snapshotDate=tomorrow")).toMatchObject({ code: 2 });
    expect(await askCheck("--help")).toMatchObject({ code: 0 });
  });
});

function check(...args: string[]) {
  return askCheck(`--output=${output()}`, ...args);
}

function results(date: string) {
  return duckDbRows(
    file(),
    `SELECT * FROM crypto_check_results WHERE snapshot_date = '${date}' ORDER BY check_name`,
  );
}

async function change(sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(file());
  const connection = await instance.connect();
  await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
}
