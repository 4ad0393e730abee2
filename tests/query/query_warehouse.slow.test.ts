import { DuckDBInstance } from "@duckdb/node-api";
import { spawn } from "node:child_process";
import { on, once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { systemClock } from "../../pipelines/core/clock";
import { DuckDbTarget } from "../../pipelines/query/duckdb_target";
import { cryptoMarketSnapshotFact } from "../../schemas/crypto_market_snapshot_fact";
import { duckDbDdl } from "../../schemas/duckdb_ddl";
import { askQuery } from "../support/ask_query";
import { checkout } from "../support/checkout";
import { errorOf } from "../support/error_of";
import { runCli, startCli } from "../support/run_cli";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";

const folder = temporaryFolder();
const output = () => join(folder(), "out");

beforeAll(() =>
  runInProcess("--source=sample:40", "--snapshotDate=2026-01-02", `--output=${output()}`),
);

describe("query of a warehouse", () => {
  it("says what to run where there is no warehouse, and makes none", async () => {
    const missing = join(folder(), "nothing", "warehouse.duckdb");
    const { code, stderr } = await askQuery("SELECT 1", `--warehouse=duckdb:${missing}`);
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
    expect((await askQuery(sql, `--warehouse=duckdb:${file}`)).stderr).toBe(
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
    const { code, stdout, stderr } = await askQuery("SELECT 1", `--warehouse=duckdb:${file}`);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(`${file} ${line}`);
    expect(stderr.split("\n")).toHaveLength(2);
  });

  it("says of a warehouse without tables what to run", async () => {
    const file = join(folder(), "new.duckdb");
    (await DuckDBInstance.create(file)).closeSync();
    const { code, stderr } = await askQuery("crypto_market_latest", `--warehouse=duckdb:${file}`);
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
    const { code, stderr } = await askQuery(
      "SELECT nextval('numbers') AS n",
      `--warehouse=duckdb:${file}`,
    );
    expect(code).toBe(1);
    expect(stderr).toContain("read-only");
  });
});

describe("a warehouse that was asked", () => {
  const manyRows = "SELECT * FROM range(100000)";
  const firstRow = async (target: DuckDbTarget) => {
    for await (const rows of (await target.run(manyRows)).rows) return rows.length;
    return 0;
  };

  const refused = (target: DuckDbTarget) =>
    expect(target.run("SELECT 1; SELECT 2")).rejects.toThrow("one statement at a time");

  it.each([
    ["all rows of a query were read", (target: DuckDbTarget) => target.tables()],
    ["not all rows were read", firstRow],
    ["a query was checked", (target: DuckDbTarget) => target.check(manyRows)],
    ["two statements were refused", refused],
  ])("is free for another process as soon as it is closed, where %s", async (_, ask) => {
    const file = join(output(), "warehouse.duckdb");
    const target = await DuckDbTarget.open(file, { otherFiles: [], onWait: () => undefined });
    await ask(target);
    await target.close();
    const other = await holdFile(file);
    await other.release();
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
