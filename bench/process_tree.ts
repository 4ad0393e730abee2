import { readdirSync, readFileSync } from "node:fs";
import { median } from "./measurement";

/** The interval between two samples: the last part of a process that ends between them is lost. */
const intervalMs = 50;

/** Linux reports the time of processes in hundredths of a second (proc(5)). */
const ticksPerSecond = 100;

interface Sample {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
}

/** What processes have used together. */
export interface TreeUsage {
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  /** The medians of the first and of the last quarter of the time: whether memory grows with the work. */
  readonly firstMegabytes: number;
  readonly lastMegabytes: number;
}

/**
 * What processes use together with all that they start, sampled from /proc: of the processor the last
 * figure of each, of memory the largest sum of resident sizes. A page that two processes share counts
 * for each of them.
 */
export class ProcessTree {
  private readonly ticks = new Map<number, number>();
  /** The sum of resident sizes, of each sample. */
  private readonly kilobytes: number[] = [];
  private readonly timer: NodeJS.Timeout;

  /** @throws Error on a system without /proc. */
  constructor(roots: readonly number[]) {
    for (const pid of roots) this.ticks.set(pid, 0);
    this.sample();
    this.timer = setInterval(() => {
      this.sample();
    }, intervalMs);
  }

  stop(): TreeUsage {
    clearInterval(this.timer);
    this.sample();
    let sum = 0;
    for (const ticks of this.ticks.values()) sum += ticks;
    const quarter = Math.ceil(this.kilobytes.length / 4);
    return {
      cpuSeconds: sum / ticksPerSecond,
      peakMegabytes: this.kilobytes.reduce((a, b) => Math.max(a, b), 0) / 1_024,
      firstMegabytes: median(this.kilobytes.slice(0, quarter)) / 1_024,
      lastMegabytes: median(this.kilobytes.slice(-quarter)) / 1_024,
    };
  }

  private sample(): void {
    const running = readdirSync("/proc").flatMap((name) => processOf(name) ?? []);
    // A parent may follow its child in the list: repeated until no process is added.
    for (let before = -1; before !== this.ticks.size;) {
      before = this.ticks.size;
      for (const { pid, parent, ticks } of running) {
        if (this.ticks.has(pid) || this.ticks.has(parent)) this.ticks.set(pid, ticks);
      }
    }
    let kilobytes = 0;
    for (const { pid } of running) if (this.ticks.has(pid)) kilobytes += residentKilobytes(pid);
    this.kilobytes.push(kilobytes);
  }
}

/** Null for what is not a process, or has ended. */
function processOf(name: string): Sample | null {
  if (!/^\d+$/.test(name)) return null;
  const stat = contentOf(`/proc/${name}/stat`);
  // After the command, which may contain anything: state, ppid, ..., utime (14th), stime (15th).
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
