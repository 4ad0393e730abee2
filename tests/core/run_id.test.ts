import { spawnSync } from "node:child_process";
import { isDead, mayRemove, newRunId } from "../../pipelines/core/run_id";

const now = new Date();
const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

describe("A run id", () => {
  it("says when, where and by which process, and is unique", () => {
    const id = newRunId(new Date("2026-01-02T03:04:05.678Z"));
    expect(id).toMatch(new RegExp(`^20260102T030405Z-[a-z0-9-]+-${process.pid}-[0-9a-f]{4}$`));
    expect(new Set(Array.from({ length: 20 }, () => newRunId())).size).toBeGreaterThan(15);
  });

  it("of a process that runs is alive, for a week at most", () => {
    expect(isDead(newRunId(), now, now)).toBe(false);
    expect(isDead(newRunId(), ago(100), now)).toBe(false);
    expect(isDead(newRunId(), ago(24 * 8), now)).toBe(true);
    expect(isDead(idOf(process.ppid), now, now)).toBe(false);
  });

  it("of a process that has ended is dead at once", () => {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    expect(isDead(idOf(pid), now, now)).toBe(true);
  });

  it("of an earlier process with the same number is dead", () => {
    expect(isDead(newRunId(new Date("2020-01-01T00:00:00Z")), now, now)).toBe(true);
  });

  it.each(["20260102T030405Z-another-host-1-abcd", "some folder", ""])(
    "%j, which can't be asked for, is dead after a day",
    (id) => {
      expect(isDead(id, ago(23), now)).toBe(false);
      expect(isDead(id, ago(25), now)).toBe(true);
    },
  );
});

test("a run removes its own files and those of dead runs, but of its job's other days none", () => {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  const launched = idOf(pid);
  const day = `${launched}-20260105`;
  expect(mayRemove(day, day, now)).toBe(true);
  expect(mayRemove(newRunId(), day, now)).toBe(true);
  // The process that named them has ended, but a worker may be publishing the other day.
  expect(mayRemove(`${launched}-20260106`, day, now)).toBe(false);
  expect(mayRemove(launched, day, now)).toBe(false);
  expect(mayRemove(day, newRunId(), now)).toBe(false);
});

function idOf(pid: number): string {
  return newRunId().replace(`-${process.pid}-`, `-${pid}-`);
}
