import { execFileSync } from "node:child_process";

/** The ids of all processes that a process has started, and of those that these have, now. */
export function descendants(pid: number): number[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  const processes = table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const found = [pid];
  // The list grows while it is read, generation by generation.
  for (const parent of found) {
    for (const [child = 0, ppid] of processes) if (ppid === parent) found.push(child);
  }
  return found.slice(1);
}
