import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GroupedValues } from "../../../pipelines/beam/operators/grouped_values";
import { SpillFile } from "../../../pipelines/beam/operators/spill_file";
import { ActionableError } from "../../../pipelines/core/actionable_error";

interface Line {
  readonly n: number;
  readonly text: string;
}

function line(n: number): Line {
  return { n, text: `№ ${n}, "quoted"\nand broken` };
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "spill-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Groups with this in-memory limit; `spills` are the files they opened. */
function groupsOf(limitBytes: number) {
  const spills: SpillFile[] = [];
  const groups = new GroupedValues<string, unknown>(limitBytes, () => {
    const file = new SpillFile(folder);
    spills.push(file);
    return file;
  });
  return { groups, spills };
}

describe.each([
  ["in memory", 1_000_000, 0],
  ["in a temporary file", 2_000, 1],
])("values by key, %s", (_, limit, files) => {
  it("are complete, in order, and can be iterated repeatedly", () => {
    const { groups, spills } = groupsOf(limit);
    for (let n = 0; n < 1_000; n++) groups.add(`k${n % 3}`, line(n));
    expect(spills.length).toBe(files);
    const found = new Map<string, Line[]>();
    for (const [key, values] of groups.drain()) {
      expect([...values]).toEqual([...values]);
      found.set(key, [...values] as Line[]);
    }
    groups.close();
    const expected = Array.from({ length: 1_000 }, (_, n) => line(n));
    expect([...found.keys()]).toEqual(["k0", "k1", "k2"]);
    for (const k of [0, 1, 2]) {
      expect(found.get(`k${k}`)).toEqual(expected.filter(({ n }) => n % 3 === k));
    }
  });

  it("may be null, and lists", () => {
    const { groups } = groupsOf(limit);
    for (let n = 0; n < 300; n++) groups.add("k", n % 2 === 0 ? null : [n, "text"]);
    const [[key, values] = ["", []]] = [...groups.drain()];
    expect(key).toBe("k");
    expect([...values].slice(0, 4)).toEqual([null, [1, "text"], null, [3, "text"]]);
    groups.close();
  });
});

describe("a temporary file", () => {
  it("is unlinked while it is used, so nothing is left when the process dies", () => {
    const { groups, spills } = groupsOf(2_000);
    for (let n = 0; n < 500; n++) groups.add("k", line(n));
    expect(spills.length).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
    groups.close();
  });

  it("that can't be created is an error that names the folder", () => {
    const missing = join(folder, "missing");
    expect(() => new SpillFile(missing)).toThrow(ActionableError);
    expect(() => new SpillFile(missing)).toThrow(
      `No temporary file can be written in ${missing} (ENOENT). Make room there, or name another folder in the environment's TMPDIR.`,
    );
  });
});
