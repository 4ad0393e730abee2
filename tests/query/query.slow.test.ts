import { DuckDBInstance } from "@duckdb/node-api";
import { spawn } from "node:child_process";
import { on, once } from "node:events";
import { join } from "node:path";
import { type Readable, Writable } from "node:stream";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { errorLine, exitCodeOf } from "../../pipelines/cli/error_line";
import { systemClock } from "../../pipelines/core/clock";
import { duckDbDdl } from "../../schemas/duckdb_ddl";
import { cryptoMarketSnapshotFact } from "../../schemas/crypto_market_snapshot_fact";
import { DuckDbTarget } from "../../pipelines/query/duckdb_target";
import { runQuery } from "../../pipelines/query/run_query";
import { checkout } from "../support/checkout";
import { errorOf } from "../support/error_of";
import { runCli, startCli } from "../support/run_cli";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";

const date = "2026-01-02";
const folder = temporaryFolder();
const output = () => join(folder(), "out");

beforeAll(() =>
  runInProcess("--source=sample:40", `--snapshotDate=${date}`, `--output=${output()}`),
);

const query = (...args: string[]) => ask(...args, `--output=${output()}`);

/** As the program does, in this process. */
async function ask(...args: string[]) {
  const out = collector();
  const notes = collector();
  const code = await runQuery(args, { out: out.stream, notes: notes.stream }).then(
    () => 0,
    (error: unknown) => {
      notes.stream.write(`${errorLine(error, false)}\n`);
      return exitCodeOf(error);
    },
  );
  return { code, stdout: out.text(), stderr: notes.text() };
}

function collector() {
  let text = "";
  const stream = new Writable({
    write: (chunk: Buffer, _, done) => {
      text += chunk.toString();
      done();
    },
  });
  return { stream, text: () => text };
}

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
      /^crypto_market_latest {3}The newest day of the market, with each coin's attributes\.$/m,
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

  it("says what to run where there is no warehouse, and makes none", async () => {
    const missing = join(folder(), "nothing", "warehouse.duckdb");
    const { code, stderr } = await ask("SELECT 1", `--warehouse=duckdb:${missing}`);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `There is no warehouse at ${missing}. Make one with \`npm start\` (the sample market) or --source=public, or name another with --warehouse=duckdb:FILE.\n`,
    });
    expect(existsSync(join(folder(), "nothing"))).toBe(false);
  });

  it("says which table a view lacks", async () => {
    const file = join(folder(), "one_table.duckdb");
    const instance = await DuckDBInstance.create(file);
    const connection = await instance.connect();
    await connection.run(duckDbDdl(cryptoMarketSnapshotFact));
    connection.closeSync();
    instance.closeSync();
    const sql = "SELECT * FROM crypto_market_latest";
    expect((await ask(sql, `--warehouse=duckdb:${file}`)).stderr).toBe(
      `duckdb:${file} has no table crypto_asset_dim, which crypto_market_latest reads. Run the pipeline that fills it first: without a name, a command runs all of them.\n`,
    );
  });

  it("asks the warehouse of the sample market, and names that of real data where only that is", async () => {
    const cwd = join(folder(), "default");
    mkdirSync(join(cwd, "out"), { recursive: true });
    copyFileSync(join(output(), "warehouse.duckdb"), join(cwd, "out", "warehouse.duckdb"));
    const run = await runCli(["query", "SELECT 1 AS one"], { cwd });
    expect(run).toMatchObject({
      code: 1,
      stderr:
        "There is no warehouse at ./out-sample/warehouse.duckdb. There is one at ./out/warehouse.duckdb: add --warehouse=duckdb:./out/warehouse.duckdb to ask it.\n",
    });
    const real = await runCli(["query", "SELECT 1 AS one", "--source=public", "--csv"], { cwd });
    expect(real).toMatchObject({ code: 0, stdout: "one\n1\n", stderr: "" });
  });

  it.each([
    ["is empty", () => "", "is no DuckDB database. Move the file away, or"],
    [
      "is another file",
      () => "hello ".repeat(5000),
      "is no DuckDB database. Move the file away, or",
    ],
    ["is damaged", damaged, "is damaged. Move the file away and run again"],
  ])("says in one line that a file %s", async (what, content, line) => {
    const file = join(folder(), `${what.replaceAll(" ", "_")}.duckdb`);
    writeFileSync(file, content());
    const { code, stdout, stderr } = await ask("SELECT 1", `--warehouse=duckdb:${file}`);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(`${file} ${line}`);
    expect(stderr.split("\n")).toHaveLength(2);
  });

  it("says of a warehouse without tables what to run", async () => {
    const file = join(folder(), "new.duckdb");
    (await DuckDBInstance.create(file)).closeSync();
    const { code, stderr } = await ask("crypto_market_latest", `--warehouse=duckdb:${file}`);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `duckdb:${file} has no table crypto_market_snapshot_fact. Run the pipeline that fills it first: without a name, a command runs all of them.\n`,
    });
  });

  it("waits for a file that another process has open", async () => {
    const file = join(output(), "warehouse.duckdb");
    const holder = await holdFile(file);
    const { child, ended } = startCli([
      "query",
      "SELECT 1 AS one",
      "--csv",
      `--output=${output()}`,
    ]);
    child.stdin.end();
    await waitForText(child.stderr, "waiting for it, at most 30 s.");
    await holder.release();
    expect(await ended).toMatchObject({ code: 0, stdout: "one\n1\n" });
  });

  it("says which process has the file open when it has waited long enough", async () => {
    const file = join(output(), "warehouse.duckdb");
    const holder = await holdFile(file);
    let now = 0;
    const clock = {
      ...systemClock,
      now: () => now,
      sleep: (milliseconds: number) => Promise.resolve((now += milliseconds)).then(() => undefined),
    };
    const notes: string[] = [];
    const options = { otherFiles: [], clock, onWait: (line: string) => void notes.push(line) };
    expect(await errorOf(DuckDbTarget.open(file, options))).toMatch(
      /is in use by another process: .* Wait until that has ended, or end it, and run again\.$/,
    );
    expect([now, notes.length]).toEqual([30_000, 1]);
    await holder.release();
  });

  it("only reads: a SELECT that would change the file fails", async () => {
    const file = join(folder(), "sequence.duckdb");
    const instance = await DuckDBInstance.create(file);
    const connection = await instance.connect();
    await connection.run("CREATE SEQUENCE numbers");
    connection.closeSync();
    instance.closeSync();
    const { code, stderr } = await ask(
      "SELECT nextval('numbers') AS n",
      `--warehouse=duckdb:${file}`,
    );
    expect(code).toBe(1);
    expect(stderr).toContain("read-only");
  });
});

/** The bytes of a warehouse with a header that its checksum does not fit. */
function damaged(): Buffer {
  const bytes = readFileSync(join(output(), "warehouse.duckdb"));
  bytes.writeUInt32LE(999, 12);
  return bytes;
}

/** Has another process open a DuckDB file, as a run that writes to it does. */
async function holdFile(file: string) {
  const program = `require("@duckdb/node-api").DuckDBInstance.create(process.argv[1])
    .then(() => process.stdout.write("open\\n")); process.stdin.resume();`;
  const child = spawn(process.execPath, ["-e", program, file], { cwd: checkout });
  const closed = once(child, "close");
  await waitForText(child.stdout, "open");
  return {
    release: async () => {
      child.kill();
      await closed;
    },
  };
}

/** Waits until a stream has brought a text. */
async function waitForText(stream: Readable, text: string): Promise<void> {
  let seen = "";
  for await (const chunk of on(stream, "data")) {
    seen += String(chunk);
    if (seen.includes(text)) return;
  }
}
