import { linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { addDays } from "../pipelines/core/day";
import { pythonOverDays } from "./contestants";
import type { Size } from "./market_server";
import { besidePrism, measureTree, type Program, type TreeMeasurement } from "./measure_tree";
import { type Measurement, medianOf } from "./measurement";
import { grouped, type Table } from "./table";

const main = join(__dirname, "..", "pipelines", "main.js");
const firstDay = "2026-01-01";
const spans = [10, 90] as const;

const dayAt = (n: number) => addDays(firstDay, n);

/**
 * Archived days made by one command, on DirectRunner, on Prism with two worker processes, and by a pipeline
 * in Python Beam on Prism, against a command a day: the archive of one day stands for all of them, under their dates.
 */
export async function range(sizes: readonly Size[]): Promise<Table> {
  const rows: string[][] = [];
  for (const { coins, rounds } of sizes) {
    const archive = await Archive.make(coins);
    try {
      const direct = (days: number) =>
        archive.measured(days, (program) => measureTree(program([])));
      const prism = (days: number) =>
        archive.measured(days, (program) =>
          besidePrism((endpoint) =>
            program(["--runner=jobServer", `--jobEndpoint=${endpoint}`, "--parallelism=2"]),
          ),
        );
      const python = (days: number) =>
        archive.measured(days, (_, output) =>
          besidePrism((endpoint) =>
            pythonOverDays(
              join(output, "raw", `sample-${coins}`),
              join(output, "python"),
              endpoint,
            ),
          ),
        );
      // A machine's speed changes within minutes: what is compared runs in succession, single days between.
      const singles: Measurement[] = [];
      const ranges: Measured[] = [];
      for (const days of spans) {
        singles.push(...(await archive.singles(rounds)));
        ranges.push({ name: "DirectRunner", days, measurement: await direct(days) });
        singles.push(...(await archive.singles(rounds)));
        ranges.push({ name: "Prism, two worker processes", days, measurement: await prism(days) });
      }
      singles.push(...(await archive.singles(rounds)));
      for (const days of spans) {
        const name = "Python Beam on Prism, no warehouse";
        ranges.push({ name, days, measurement: await python(days) });
      }
      const single = medianOf(singles);
      rows.push([...figures(`${grouped(coins)} coins, a command a day`, 1, single, single), ""]);
      rows.push(...ranges.map((range) => row(range, single)));
    } finally {
      archive.remove();
    }
  }
  return {
    head: [
      ...["", "seconds a day", "s of CPU a day", "peak MB", "of a command a day: time", "memory"],
      "MB, first and last quarter",
    ],
    rows,
  };
}

interface Measured {
  readonly name: string;
  readonly days: number;
  readonly measurement: TreeMeasurement;
}

function row({ name, days, measurement }: Measured, single: Measurement): string[] {
  const { firstMegabytes, lastMegabytes } = measurement;
  const quarters = `${grouped(firstMegabytes)}, ${grouped(lastMegabytes)}`;
  return [...figures(`${days} days, ${name}`, days, measurement, single), quarters];
}

function figures(name: string, days: number, measured: Measurement, single: Measurement): string[] {
  const { seconds, cpuSeconds, peakMegabytes } = measured;
  return [
    ...[name, (seconds / days).toFixed(2), (cpuSeconds / days).toFixed(2), grouped(peakMegabytes)],
    `${(seconds / days / single.seconds).toFixed(2)}x`,
    `${(peakMegabytes / single.peakMegabytes).toFixed(2)}x`,
  ];
}

/** The archive of one day of a sample market. */
class Archive {
  private constructor(
    private readonly folder: string,
    private readonly coins: number,
  ) {}

  static async make(coins: number): Promise<Archive> {
    const archive = new Archive(mkdtempSync(join(tmpdir(), "bench-range-")), coins);
    const output = join(archive.folder, "archive");
    await measureTree(archive.command(output, firstDay, []));
    return archive;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  /** Commands of one day each, over its archive. */
  async singles(rounds: number): Promise<Measurement[]> {
    const found: Measurement[] = [];
    for (let round = 0; round < rounds; round++) {
      found.push(await this.measured(1, (program) => measureTree(program([]))));
    }
    return found;
  }

  /** A command over so many days, into a new output that has their archive. */
  async measured(
    days: number,
    measure: (
      program: (options: readonly string[]) => Program,
      output: string,
    ) => Promise<TreeMeasurement>,
  ): Promise<TreeMeasurement> {
    const output = join(this.folder, "out");
    for (let n = 0; n < days; n++) this.link(output, dayAt(n));
    try {
      const dates = days === 1 ? firstDay : `${firstDay}..${dayAt(days - 1)}`;
      return await measure((options) => this.command(output, dates, options), output);
    } finally {
      rmSync(output, { recursive: true });
    }
  }

  /** Puts the day's answers under another date, without copying them. */
  private link(output: string, date: string): void {
    const from = join(this.folder, "archive", "raw", `sample-${this.coins}`, firstDay);
    const to = join(output, "raw", `sample-${this.coins}`, date);
    for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const copy = join(to, path.slice(from.length + 1));
      mkdirSync(dirname(copy), { recursive: true });
      linkSync(path, copy);
    }
  }

  private command(output: string, dates: string, options: readonly string[]): Program {
    const market = [`--source=sample:${this.coins}`, `--snapshotDate=${dates}`];
    const args = [main, "market-snapshot", ...market, `--output=${output}`, "--dashboard=false"];
    return { command: process.execPath, args: [...args, ...options] };
  }
}
