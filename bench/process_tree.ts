import { readdirSync, readFileSync } from "node:fs";

/** How often the processes are looked at: a process that ends between two looks loses that much. */
const INTERVAL_MS = 50;

/** Linux counts the time of processes in hundredths of a second for whoever reads it (proc(5)). */
const TICKS_A_SECOND = 100;

interface Look {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
}

/**
 * What processes use together with all that they start, read from /proc again and again: of the
 * processor the last figure of each, of memory the largest sum of what is resident. A page that two
 * processes share counts for each of them.
 */
export class ProcessTree {
  private readonly ticks = new Map<number, number>();
  private peakKilobytes = 0;
  private readonly timer: NodeJS.Timeout;

  /** @throws Error on a system without /proc. */
  constructor(roots: readonly number[]) {
    for (const pid of roots) this.ticks.set(pid, 0);
    this.look();
    this.timer = setInterval(() => {
      this.look();
    }, INTERVAL_MS);
  }

  stop(): { readonly cpuSeconds: number; readonly peakMegabytes: number } {
    clearInterval(this.timer);
    this.look();
    let sum = 0;
    for (const ticks of this.ticks.values()) sum += ticks;
    return { cpuSeconds: sum / TICKS_A_SECOND, peakMegabytes: this.peakKilobytes / 1_024 };
  }

  private look(): void {
    const running = readdirSync("/proc").flatMap((name) => processOf(name) ?? []);
    // A parent may come behind its child in the list: once more until nobody joins.
    for (let before = -1; before !== this.ticks.size;) {
      before = this.ticks.size;
      for (const { pid, parent, ticks } of running) {
        if (this.ticks.has(pid) || this.ticks.has(parent)) this.ticks.set(pid, ticks);
      }
    }
    let kilobytes = 0;
    for (const { pid } of running) if (this.ticks.has(pid)) kilobytes += residentKilobytes(pid);
    this.peakKilobytes = Math.max(this.peakKilobytes, kilobytes);
  }
}

/** Null for what is no process, or none any more. */
function processOf(name: string): Look | null {
  if (!/^\d+$/.test(name)) return null;
  const stat = contentOf(`/proc/${name}/stat`);
  // Behind the command, which may hold anything: state, ppid, ..., utime (14th), stime (15th).
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields.length < 14) return null;
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { pid: Number(name), parent: Number(fields[1]), ticks };
}

function residentKilobytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(contentOf(`/proc/${pid}/status`))?.[1] ?? 0);
}

/** Empty when the process has ended. */
function contentOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
