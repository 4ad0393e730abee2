import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onDirectRunner } from "./contestants";
import { MarketServer, type Size } from "./market_server";
import { measureNode } from "./measure_node";
import { median, medianOf, type Measurement } from "./measurement";
import { grouped, type Table } from "./table";

/**
 * market-snapshot on DirectRunner against a plain undici loop (plain_loop.ts), over the same gzip
 * pages, the two in turn, each as a whole process.
 */
export async function againstLoop(sizes: readonly Size[]): Promise<Table> {
  const rows: string[][] = [];
  let first: Measurement | undefined;
  for (const size of sizes) {
    const { loops, pipelines } = await compare(size);
    const ratios = pipelines.map((pipeline, n) => pipeline.seconds / (loops[n]?.seconds ?? NaN));
    const [loop, pipeline] = [medianOf(loops), medianOf(pipelines)];
    first ??= pipeline;
    const coins = grouped(size.coins);
    rows.push(
      [`${coins} coins, plain loop`, ...figures(loop), "1.00", ""],
      [
        `${coins} coins, market-snapshot`,
        ...figures(pipeline),
        median(ratios).toFixed(2),
        `${growth(pipeline.seconds, first.seconds)}, ${growth(pipeline.peakMegabytes, first.peakMegabytes)}`,
      ],
    );
  }
  const head = ["", "seconds", "s of CPU", "peak MB", "times the loop", "growth of time, memory"];
  return { head, rows };
}

async function compare(size: Size) {
  const market = await MarketServer.start(size);
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const output = join(folder, "out");
  const loops: Measurement[] = [];
  const pipelines: Measurement[] = [];
  try {
    await market.warm();
    const loop = [join(__dirname, "plain_loop.js"), market.url, String(market.pages)];
    for (let round = 0; round < size.rounds; round++) {
      loops.push(await measureNode([...loop, join(folder, "loop")]));
      pipelines.push(await measureNode(onDirectRunner(market, output).args));
      rmSync(output, { recursive: true });
    }
  } finally {
    market.stop();
    rmSync(folder, { recursive: true });
  }
  return { loops, pipelines };
}

function figures({ seconds, cpuSeconds, peakMegabytes }: Measurement): string[] {
  return [seconds.toFixed(2), cpuSeconds.toFixed(2), grouped(peakMegabytes)];
}

function growth(value: number, first: number): string {
  return `${(value / first).toFixed(1)}x`;
}
