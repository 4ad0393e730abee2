import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";

/** The ids of the processes that a process has started, directly or indirectly, and that run now. */
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

/** Waits until processes that are not children of this one have ended. */
export async function processesEnded(pids: readonly number[]): Promise<void> {
  const options = pids.map((pid) => `--pid=${pid}`);
  await once(spawn("tail", [...options, "-f", "/dev/null"], { stdio: "ignore" }), "exit");
}
