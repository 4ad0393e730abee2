import { randomBytes } from "node:crypto";
import { hostname } from "node:os";

const hour = 3_600_000;

/**
 * The name of a run, which distinguishes its leftovers from the files of a run that is still active:
 * `<UTC yyyymmddThhmmssZ>-<host>-<pid>-<4 hex digits>`, followed by `-<yyyymmdd>` for the run of one of
 * several days.
 */
export function newRunId(now = new Date()): string {
  const started = now
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replaceAll(/[-:]/g, "");
  return [started, thisHost(), process.pid, randomBytes(2).toString("hex")].join("-");
}

/**
 * Whether a run may remove the temporary files of a run: its own, and those of one that has ended. The
 * other days of its own job may still be at work although the process that named them has ended.
 * @param changed when the files last changed
 */
export function mayRemove(own: string, runId: string, changed: Date): boolean {
  if (runId === own) return true;
  return withoutDay(runId) !== withoutDay(own) && isDead(runId, changed);
}

function withoutDay(runId: string): string {
  return runId.replace(/-\d{8}$/, "");
}

/**
 * Whether a run has certainly ended, so that its temporary files may be removed.
 * A process of this host can be looked up; files of other hosts' runs (and names that are not run ids)
 * count as active for 24 hours after their last change.
 * @param changed when the run's files last changed.
 */
export function isDead(runId: string, changed: Date, now = new Date()): boolean {
  const idle = now.getTime() - changed.getTime();
  const [, started, host, pid] =
    /^(\d{8}T\d{6}Z)-(.+)-(\d+)-[0-9a-f]{4}(?:-\d{8})?$/.exec(runId) ?? [];
  if (!started || host !== thisHost()) return idle > 24 * hour;
  // Process ids are reused: after a week, a running process is taken for another one.
  return !isRunning(Number(pid), startOf(started)) || idle > 7 * 24 * hour;
}

/** Letters, digits and hyphens only: a run id becomes part of paths, job ids and labels. */
function thisHost(): string {
  return (
    hostname()
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .slice(0, 40) || "host"
  );
}

function startOf(started: string): number {
  return Date.parse(
    started.replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/, "$1-$2-$3T$4:$5:$6Z"),
  );
}

function isRunning(pid: number, started: number): boolean {
  // In a container every run may have the same pid: a run older than this process is another one.
  if (pid === process.pid) return started >= Date.now() - process.uptime() * 1000 - 1000;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
