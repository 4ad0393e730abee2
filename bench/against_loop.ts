import { join } from "node:path";
import { onDirectRunner } from "./contestants";
import { inTurn, type Contestant } from "./in_turn";
import type { Size } from "./market_server";
import { measureNode } from "./measure_node";
import { median, medianOf, type Measurement } from "./measurement";
import { grouped, type Table } from "./table";

const loop: Contestant = (market, output) =>
  measureNode([join(__dirname, "plain_loop.js"), market.url, String(market.pages), output]);

const snapshot: Contestant = (market, output) => measureNode(onDirectRunner(market, output).args);

/**
 * market-snapshot on DirectRunner compared with a plain undici loop (plain_loop.ts), over the same gzip
 * pages, in turn, each in its own process.
 */
export async function againstLoop(sizes: readonly Size[]): Promise<Table> {
  const rows: string[][] = [];
  let first: Measurement | undefined;
  for (const size of sizes) {
    const [loops = [], pipelines = []] = await inTurn(size, [loop, snapshot]);
    const ratios = pipelines.map((pipeline, n) => pipeline.seconds / (loops[n]?.seconds ?? NaN));
    const pipeline = medianOf(pipelines);
    first ??= pipeline;
    const growth = `${times(pipeline.seconds, first.seconds)}, ${times(pipeline.peakMegabytes, first.peakMegabytes)}`;
    const coins = `${grouped(size.coins)} coins`;
    rows.push(
      [`${coins}, plain loop`, ...figures(medianOf(loops)), "1.00", ""],
      [`${coins}, market-snapshot`, ...figures(pipeline), median(ratios).toFixed(2), growth],
    );
  }
  const head = ["", "seconds", "s of CPU", "peak MB", "times the loop", "growth of time, memory"];
  return { head, rows };
}

function figures({ seconds, cpuSeconds, peakMegabytes }: Measurement): string[] {
  return [seconds.toFixed(2), cpuSeconds.toFixed(2), grouped(peakMegabytes)];
}

function times(value: number, first: number): string {
  return `${(value / first).toFixed(1)}x`;
}
