import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { daysOf, askDryRun } from "../support/ask_dry_run";
import { runCli } from "../support/run_cli";
import { temporaryFolder } from "../support/temporary_folder";

const folder = temporaryFolder();
const warehouse = () => join(folder(), "empty.duckdb");
beforeAll(async () => {
  (await DuckDBInstance.create(warehouse())).closeSync();
});

/** The commands that take days, each with how it says which days it understood. */
const commands = [
  {
    name: "a run",
    argv: () => ["date-dim", `--output=${folder()}`],
    daysIn: async (argv: string[]) =>
      daysOf((await askDryRun(argv)).report).map((day) => day.snapshot_date),
  },
  {
    name: "check",
    argv: () => ["check", `--warehouse=duckdb:${warehouse()}`],
    daysIn: async (argv: string[]) => {
      const { stdout } = await runCli([...argv, "--dryRun", "--json"]);
      return (JSON.parse(stdout) as { days: string[] }).days;
    },
  },
];

const understood: [string, string[]][] = [
  ["2026-01-02", ["2026-01-02"]],
  [" 2026-01-02 ", ["2026-01-02"]],
  ["2026-02-27..2026-03-01", ["2026-02-27", "2026-02-28", "2026-03-01"]],
  ["2026-01-05, 2026-01-01..2026-01-02 ", ["2026-01-01", "2026-01-02", "2026-01-05"]],
];

const expected = "expected a date, YYYY-MM-DD (or FROM..TO, or a list with commas)";
const refused: [string, string][] = [
  ["", expected],
  ["yesterday", expected],
  ["2026-01-02,", expected],
  ["2026-01-01 .. 2026-01-02", expected],
  ["2026-01-01..2026-01-02..2026-01-03", expected],
  ["2026-02-30", "there is no such day"],
  [" 2026-13-01", "there is no such day"],
  ["2026-01-01, 2026-02-30", "there is no such day, 2026-02-30"],
  ["2026-01-03..2026-01-02", "2026-01-03 is after 2026-01-02: swap them"],
  ["2026-01-01..2026-01-03, 2026-01-02", "2026-01-02 is named twice"],
  ["0001-01-01..9999-12-31", "at most 3,660 days are made at once: choose fewer"],
];

describe.each(commands)("--snapshotDate of $name", ({ argv, daysIn }) => {
  it.each(understood)("=%s", async (text, days) => {
    expect(await daysIn([...argv(), `--snapshotDate=${text}`])).toEqual(days);
  });

  it.each(refused)("=%s is refused", async (text, reason) => {
    const { code, errors } = await runCli([...argv(), `--snapshotDate=${text}`]);
    expect({ code, errors }).toEqual({
      code: 2,
      errors: [expect.stringContaining(`--snapshotDate=${text}: ${reason}.`)],
    });
  });
});
