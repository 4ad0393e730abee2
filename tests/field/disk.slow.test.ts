import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../support/checkout";
import { describeUnless } from "../support/describe_unless";
import { filesBelow, reportIn } from "../support/output_files";
import { runCli } from "../support/run_cli";
import { temporaryFolder } from "../support/temporary_folder";

const folder = temporaryFolder();
const date = "2026-01-02";
const codes = { EPERM: 1, EIO: 5, EINVAL: 22, EFBIG: 27, ENOSPC: 28, EMLINK: 31, ENOLCK: 37 };
const more = { ENOTSUP: 95, EDQUOT: 122 };
const errno = { ...codes, ...more };

const hasCompiler = spawnSync("cc", ["--version"]).status === 0;
const isRoot = process.geteuid?.() === 0;
const canMount = isRoot && spawnSync("unshare", ["--mount", "true"]).status === 0;

/** Runs date-dim on a file system whose calls fail as the environment says. */
async function runOn(output: string, fails: Readonly<Record<string, string>>, ...args: string[]) {
  const shim = join(folder(), "shim.so");
  if (!existsSync(shim)) {
    const source = join(checkout, "tests/field/file_system_shim.c");
    const built = spawnSync("cc", ["-shared", "-fPIC", "-o", shim, source, "-ldl"]);
    expect(String(built.stderr)).toBe("");
  }
  const env = { LD_PRELOAD: shim, UV_USE_IO_URING: "0", FAIL_UNDER: output, ...fails };
  const where = [`--output=${output}`, `--snapshotDate=${date}`, "--endDate=2020-03-31"];
  return runCli(["date-dim", ...where, ...args], { env });
}

const leftovers = (output: string) =>
  filesBelow(output).filter((path) => /\.tmp|\.new-|\.wal/.test(path));

describeUnless(hasCompiler ? null : "it needs a C compiler, cc")("A file system", () => {
  it.each(["EINVAL", "ENOTSUP"] as const)(
    "that can't flush directories (%s) is written to as any other",
    async (code) => {
      const output = join(folder(), `fsync-${code}`);
      const { code: exit } = await runOn(output, { FAIL_FSYNC_DIRECTORY: String(errno[code]) });
      expect(exit).toBe(0);
      expect(reportIn(output, "date-dim", date).state).toBe("DONE");
      expect(leftovers(output)).toEqual([]);
    },
  );

  it("that reports an error of the disk while flushing a directory ends the run", async () => {
    const output = join(folder(), "fsync-EIO");
    const fails = { FAIL_FSYNC_DIRECTORY: String(errno.EIO) };
    const { code, errors } = await runOn(output, fails, "--warehouse=none");
    expect(code).toBe(1);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/the disk reports an error\. Check the disk/);
    expect(leftovers(output)).toEqual([]);
  });

  it.each(["EPERM", "ENOTSUP", "EMLINK"] as const)(
    "without hard links (%s) holds a new warehouse",
    async (code) => {
      const output = join(folder(), `link-${code}`);
      const { code: exit } = await runOn(output, { FAIL_LINK: String(errno[code]) });
      expect(exit).toBe(0);
      expect(reportIn(output, "date-dim", date).tables[0]).toMatchObject({ rows: 91 });
      expect(leftovers(output)).toEqual([]);
    },
  );

  it.each(["ENOLCK", "ENOTSUP"] as const)("without locks (%s) is named as that", async (code) => {
    const output = join(folder(), `lock-${code}`);
    const { code: exit, errors } = await runOn(output, { FAIL_LOCK: String(errno[code]) });
    expect(exit).toBe(1);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(
      /warehouse\.duckdb\S* is on a file system without file locks, .* or --warehouse=none\.$/,
    );
    expect(leftovers(output)).toEqual([]);
  });

  it.each([
    ["ENOSPC", /does not fit on the disk\. Make room/],
    ["EDQUOT", /does not fit into your disk quota\. Make room/],
    ["EFBIG", /is larger than a file may be there\. Raise the limit \(ulimit -f\)/],
    ["EIO", /the disk reports an error\. Check the disk/],
  ] as const)("that refuses every write with %s ends the run in one line", async (code, line) => {
    for (const warehouse of [[], ["--warehouse=none"]]) {
      const output = join(folder(), `write-${code}-${warehouse.length}`);
      const fails = { FAIL_WRITE: String(errno[code]) };
      const { code: exit, errors } = await runOn(output, fails, ...warehouse);
      expect(exit).toBe(1);
      expect(errors).toHaveLength(1);
      expect(errors[0]).toMatch(line);
      expect(leftovers(output)).toEqual([]);
    }
  });
});

describeUnless(canMount ? null : "it needs root, to mount a tmpfs")("A disk of 2 MB", () => {
  it("that is full ends the run in one line, and nothing temporary is left", async () => {
    const mounted = join(folder(), "small");
    mkdirSync(mounted);
    const mount = spawnSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", mounted]);
    expect(mount.status).toBe(0);
    try {
      const where = [`--output=${mounted}`, `--snapshotDate=${date}`];
      const { code, errors } = await runCli([...where, "--source=sample:17500"]);
      expect(code).toBe(1);
      expect(errors.at(-1)).toMatch(/does not fit on the disk\. Make room/);
      expect(errors.join("\n")).not.toMatch(/\n\s+at /);
      expect(readdirSync(mounted)).not.toContain(".tmp");
      // The database's own log may hold what was committed before the disk was full.
      expect(leftovers(mounted).filter((path) => path !== "warehouse.duckdb.wal")).toEqual([]);
    } finally {
      spawnSync("umount", [mounted]);
    }
  });
});

describe("An output", () => {
  it("whose folder has a ? in its name is refused with the reason", async () => {
    const output = join(folder(), "what?");
    const { code, errors } = await runCli(["date-dim", `--output=${output}`]);
    expect(code).toBe(2);
    expect(errors.join("\n")).toMatch(
      /DuckDB opens no file whose path has a "\?"\. .*--warehouse=none/,
    );
  });

  it("with a CSV that can't be read is named by that CSV's path", async () => {
    const output = join(folder(), "damaged");
    mkdirSync(join(output, "dimensions"), { recursive: true });
    writeFileSync(join(output, "dimensions/asset_dim.csv"), "id,name\n");
    const run = ["asset-dim", "--source=sample:10", `--output=${output}`, "--detailRequests=1"];
    const { code, errors } = await runCli(run);
    expect(code).toBe(1);
    expect(errors.at(-1)).toContain(`${output}/dimensions/asset_dim.csv has other columns than`);
  });
});
