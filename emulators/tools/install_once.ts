import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Installs a tool into its own folder where it is missing. Of the processes that need it at the same
 * time one installs it, and the others wait.
 */
export function installOnce(folder: string, isThere: () => boolean, install: () => void): void {
  if (isThere()) return;
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, "installing");
  while (!take(lock)) {
    if (isDead(ownerOf(lock))) rmSync(lock, { force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  }
  try {
    if (!isThere()) install();
  } finally {
    rmSync(lock);
  }
}

function take(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** The installing process; NaN when it has just ended, or has not yet written its id. */
function ownerOf(lock: string): number {
  try {
    return Number.parseInt(readFileSync(lock, "utf8"));
  } catch {
    return NaN;
  }
}

function isDead(pid: number): boolean {
  try {
    return !Number.isNaN(pid) && !process.kill(pid, 0);
  } catch {
    return true;
  }
}
