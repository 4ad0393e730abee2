import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmod,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDbWarehouse } from "../../../pipelines/warehouses/duckdb/warehouse";
import { log } from "../../../pipelines/core/log";
import { newRunId } from "../../../pipelines/core/run_id";
import { errorOf } from "../../support/error_of";
import { asOrdinaryUser } from "../../storage/local/ordinary_user";
import { duckDbRows, query } from "./rows";
import { names } from "../suite_tables";

describe("A DuckDB file", () => {
  let directory: string;
  let file: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "duckdb-file-"));
    file = join(directory, "w.duckdb");
  });
  afterEach(async () => {
    await chmod(directory, 0o700);
    await rm(directory, { recursive: true });
  });

  /** Prepares a table in the file, and closes it again. */
  async function prepare(path = file): Promise<void> {
    const warehouse = new DuckDbWarehouse(path);
    try {
      await warehouse.prepare(names);
    } finally {
      await warehouse.close();
    }
  }

  const startLoader = async (rows: number, killAt: readonly string[] = [], checkpoint = "") => {
    const loader = join(__dirname, "loader.js");
    const child = spawn(process.execPath, [loader, directory, file, String(rows), ...killAt], {
      env: { ...process.env, CHECKPOINT: checkpoint },
    });
    await once(child.stdout, "data");
    return child;
  };

  it("is all that is left, however often it is opened", async () => {
    await prepare();
    await prepare();
    expect(await readdir(directory)).toEqual(["w.duckdb"]);
  });

  it("in use by another process is refused, naming that process", async () => {
    const child = await startLoader(1);
    const clock = steppingClock();
    const warehouse = new DuckDbWarehouse(file, { clock });
    const problem = await errorOf(warehouse.prepare(names));
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(problem).toMatch(
      new RegExp(`w\\.duckdb is in use by another process: .*${child.pid}.* Wait until`),
    );
    expect(clock.slept).toBeGreaterThanOrEqual(30_000);
    await warehouse.prepare(names);
    await warehouse.close();
  });

  it("in use by another process is waited for, with a word", async () => {
    const said = jest.spyOn(log, "warn").mockImplementation(() => undefined);
    const child = await startLoader(1);
    const clock = steppingClock(async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    });
    const warehouse = new DuckDbWarehouse(file, { clock });
    await warehouse.prepare(names);
    await warehouse.close();
    expect(clock.slept).toBe(500);
    expect(said).toHaveBeenCalledTimes(1);
    expect(String(said.mock.calls[0]?.[0])).toMatch(/w\.duckdb is open in .* at most 30 s\.$/);
    said.mockRestore();
  });

  const kills: [moment: string, statement: string, texts: string[]][] = [
    ["during", "INSERT", ["a"]],
    ["before", "COMMIT", ["a"]],
    ["during", "COMMIT", ["a", "b"]],
    ["after", "COMMIT", ["b"]],
  ];
  it.each([
    ...kills.map((kill) => [...kill, "commit"] as const),
    ...kills.map((kill) => [...kill, "close"] as const),
  ])(
    "holds one load after a process was killed %s its %s, with %j, checkpoints on %s",
    async (...kill) => {
      const [moment, statement, texts, checkpoint] = kill;
      const child = await startLoader(20_000, [statement, moment], checkpoint);
      const [, signal] = (await once(child, "exit")) as [unknown, string];
      expect(signal).toBe("SIGKILL");
      await prepare();
      const rows = await duckDbRows(file, names);
      expect(rows).toHaveLength(20_000);
      const found = new Set(rows.map(({ text }) => text));
      expect(found.size).toBe(1);
      expect(texts).toEqual(expect.arrayContaining([...found]));
      expect((await readdir(directory)).filter((name) => name.startsWith("w."))).toEqual([
        "w.duckdb",
      ]);
    },
  );

  it("is created again where a process died while it created it", async () => {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    const alive = newRunId();
    const dead = alive.replace(`-${process.pid}-`, `-${pid}-`);
    for (const name of [
      `w.duckdb.new-${dead}`,
      `w.duckdb.new-${dead}.wal`,
      `w.duckdb.new-${alive}`,
    ])
      await writeFile(join(directory, name), "half");
    await prepare();
    expect((await readdir(directory)).sort()).toEqual(["w.duckdb", `w.duckdb.new-${alive}`]);
  });

  it("loses the temporary name of its creation where the process died after that", async () => {
    await prepare();
    const { pid } = spawnSync(process.execPath, ["--version"]);
    const alive = newRunId();
    const dead = alive.replace(`-${process.pid}-`, `-${pid}-`);
    const elsewhere = "20260102T030405Z-another-host-1-abcd";
    await link(file, `${file}.new-${dead}`);
    await link(file, `${file}.new-${elsewhere}`);
    await writeFile(`${file}.new-${dead}.wal`, "half");
    await writeFile(`${file}.new-${alive}`, "half");
    await prepare();
    expect((await readdir(directory)).sort()).toEqual(["w.duckdb", `w.duckdb.new-${alive}`]);
  });

  it("is opened where the directory may not be read", async () => {
    await prepare();
    await writeFile(`${file}.new-20260102T030405Z-another-host-1-abcd`, "half");
    await chmod(file, 0o666);
    await chmod(directory, 0o333);
    await asOrdinaryUser(() => prepare());
  });

  it("loses what a process that died had moved to disk", async () => {
    await prepare();
    await mkdir(`${file}.tmp`);
    await writeFile(join(`${file}.tmp`, "duckdb_temp_storage_DEFAULT-0.tmp"), "spilled");
    await utimes(`${file}.tmp`, 0, 0);
    await prepare();
    expect(await readdir(directory)).toEqual(["w.duckdb"]);
  });

  it("is created once by several that come at the same time", async () => {
    const tables = ["one", "two", "three"].map((name) => ({ ...names, name }));
    const warehouses = tables.map(() => new DuckDbWarehouse(file));
    await Promise.all(
      warehouses.map((warehouse, index) => warehouse.prepare(tables[index] ?? names)),
    );
    for (const warehouse of warehouses) await warehouse.close();
    expect(
      await query(file, "SELECT table_name AS name FROM duckdb_tables() ORDER BY name"),
    ).toEqual([{ name: "one" }, { name: "three" }, { name: "two" }]);
    expect(await readdir(directory)).toEqual(["w.duckdb"]);
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    ["a text", () => writeFile(file, "text ".repeat(10_000)), /is no DuckDB database\. Move/],
    ["empty", () => writeFile(file, ""), /is no DuckDB database\. Move/],
    ["a directory", () => mkdir(file), /is a directory\. Choose/],
    ["damaged", () => change((bytes) => bytes.fill(7, 4096, 12_288)), /is damaged\. Move/],
    ["of a newer version", () => change(toVersion(999)), /storage version 999\)\. Choose/],
  ])("that is %s is refused in one line, and kept", async (_, make, line) => {
    await make();
    const before = await contentOf(file);
    expect(await errorOf(prepare())).toMatch(line);
    expect(await contentOf(file)).toEqual(before);
    expect(await readdir(directory)).toEqual(["w.duckdb"]);
  });

  it("that may not be written to is refused in one line", async () => {
    await prepare();
    await chmod(file, 0o444);
    await chmod(directory, 0o777);
    await asOrdinaryUser(async () => {
      expect(await errorOf(prepare())).toMatch(/w\.duckdb may not be written to\. Give/);
    });
  });

  it("can't be where there can be no directory", async () => {
    await writeFile(file, "");
    expect(await errorOf(prepare(join(file, "below.duckdb")))).toMatch(/w\.duckdb is not .*Choose/);
    await chmod(directory, 0o555);
    await asOrdinaryUser(async () => {
      expect(await errorOf(prepare(join(directory, "x", "y.duckdb")))).toMatch(/may not be/);
      expect(await errorOf(prepare(join(directory, "y.duckdb")))).toMatch(/may not be/);
    });
  });

  async function change(step: (bytes: Buffer) => unknown): Promise<void> {
    await prepare();
    const bytes = await readFile(file);
    step(bytes);
    await writeFile(file, bytes);
  }
});

/** A clock that does not wait: what is slept has passed at once. */
function steppingClock(meanwhile: () => Promise<void> = () => Promise.resolve()) {
  return {
    slept: 0,
    now() {
      return this.slept;
    },
    async sleep(milliseconds: number) {
      await meanwhile();
      this.slept += milliseconds;
    },
    random: () => 0,
  };
}

async function contentOf(path: string): Promise<Buffer | string> {
  return readFile(path).catch((error: unknown) => (error as NodeJS.ErrnoException).code ?? "");
}

/** Another storage version in the file's main header, under a checksum that fits again. */
function toVersion(version: number): (bytes: Buffer) => void {
  return (bytes) => {
    const weight = (word: bigint) => BigInt.asUintN(64, word * 0xbf58476d1ce4e5b9n);
    const before = weight(bytes.readBigUInt64LE(8));
    bytes.writeUInt32LE(version, 12);
    const after = weight(bytes.readBigUInt64LE(8));
    bytes.writeBigUInt64LE(bytes.readBigUInt64LE(0) ^ before ^ after, 0);
  };
}
