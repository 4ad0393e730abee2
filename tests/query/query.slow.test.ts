import { join } from "node:path";
import { askQuery } from "../support/ask_query";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";

const date = "2026-01-02";
const folder = temporaryFolder();
const output = () => join(folder(), "out");

beforeAll(() =>
  runInProcess("--source=sample:40", `--snapshotDate=${date}`, `--output=${output()}`),
);

const query = (...args: string[]) => askQuery(...args, `--output=${output()}`);

describe("query", () => {
  it("prints the rows of a SELECT as a table, and where they come from", async () => {
    const sql =
      "SELECT date, year, month_name, is_weekend FROM date_dim WHERE year = 2026 ORDER BY date LIMIT 2;";
    expect(await query(sql)).toMatchObject({
      code: 0,
      stdout:
        "date        year  month_name  is_weekend\n" +
        "2026-01-01  2026  January     false\n" +
        "2026-01-02  2026  January     false\n",
      stderr: `2 rows, from duckdb:${output()}/warehouse.duckdb (made-up data of the sample market)\n`,
    });
  });

  it("prints JSON lines with numbers as numbers and times as in the files", async () => {
    const sql = `SELECT COUNT(*) AS coins, 1.5::DECIMAL(4, 2) AS price, NULL AS none, [1] AS list,
      '2026-01-02 04:04:05.678+01'::TIMESTAMPTZ AS time, MIN(snapshot_date) AS day
      FROM crypto_market_snapshot_fact`;
    const { code, stdout, stderr } = await query(sql, "--json");
    expect({ code, stderr, row: JSON.parse(stdout) as unknown }).toEqual({
      code: 0,
      stderr: "",
      row: {
        coins: 40,
        price: 1.5,
        none: null,
        list: "[1]",
        time: "2026-01-02T03:04:05.678Z",
        day: date,
      },
    });
  });

  it("prints CSV with a header, also of no rows", async () => {
    expect(
      await query(`SELECT 'a,"b"' AS text, true AS flag, NULL AS none`, "--csv"),
    ).toMatchObject({
      code: 0,
      stdout: 'text,flag,none\n"a,""b""",true,\n',
    });
    expect((await query("SELECT date FROM date_dim WHERE false", "--csv")).stdout).toBe("date\n");
  });

  it("answers by name with the project's views, which the file lacks", async () => {
    const { code, stdout } = await query("crypto-category-daily", "--json");
    const rows = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { coins: number });
    expect(code).toBe(0);
    expect(rows.reduce((sum, { coins }) => sum + coins, 0)).toBe(40);
    const count = "SELECT COUNT(*) AS runs FROM crypto_pipeline_runs";
    expect((await query(count, "--csv")).stdout).toBe("runs\n3\n");
  });

  it("lists the names, with what they answer", async () => {
    const { code, stdout } = await query();
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^crypto_market_latest {7}The newest snapshot of the market, with each coin's attributes\.$/m,
    );
  });

  it("prints the first thousand rows of a long result, and says that there are more", async () => {
    const { stdout, stderr } = await query("SELECT * FROM range(5000)");
    expect(stdout.split("\n")).toHaveLength(1002);
    expect(stderr).toContain("The first 1,000 rows, of more: add a LIMIT, or use --json or --csv");
    expect((await query("SELECT * FROM range(5000)", "--csv")).stdout.split("\n")).toHaveLength(
      5002,
    );
  });

  it.each([
    [2, "DROP TABLE date_dim", "query only reads, and DROP does not: give it a SELECT."],
    [
      2,
      "SELECT 1; COPY date_dim TO 'a.csv'",
      "query runs one statement at a time: pass them to it one by one.",
    ],
    [
      2,
      "crypto_market_lates",
      'There is no query named crypto_market_lates. Did you mean crypto_market_latest? SQL is given in quotes: query "SELECT ...".',
    ],
  ])("exits with %i for %s", async (code, sql, line) => {
    expect(await query(sql)).toMatchObject({ code, stdout: "", stderr: `${line}\n` });
  });

  it("says of wrong SQL what is wrong, in one line", async () => {
    const table = await query("SELECT * FROM date_dims");
    expect(table).toMatchObject({ code: 1, stdout: "" });
    expect(table.stderr).toMatch(
      /^duckdb:\S+ has no table date_dims\. Did you mean date_dim\b.*\?\n$/,
    );
    const syntax = await query("SELECT FROM WHERE");
    expect(syntax.stderr).toMatch(
      /^duckdb:\S+ refuses the query: Parser Error: .*\. Correct the SQL: it is DuckDB's\.\n$/,
    );
    const column = await query("SELECT yeer FROM date_dim");
    expect(column.stderr).toMatch(
      /^duckdb:\S+ refuses the query: Binder Error: .*"yeer".*Correct the SQL: it is DuckDB's\.\n$/,
    );
  });
});
