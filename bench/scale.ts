import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onDirectRunner, onJobServer } from "./contestants";
import { MarketServer, type Size } from "./market_server";
import { measureTree } from "./measure_tree";
import { medianOf, type Measurement } from "./measurement";
import { besidePrism } from "./runners";
import { grouped, type Table } from "./table";

/** A market so small that all of its cost is start-up and end. */
const smallest: Size = { coins: 250, rounds: 3 };

type Runner = "DirectRunner" | "Prism";
const both: readonly Runner[] = ["DirectRunner", "Prism"];

/**
 * What a coin costs in markets of different sizes, on DirectRunner and on Prism, with the load of
 * DuckDB: processor time of all processes without that of a market of 250 coins, by coin. Time of
 * the processor, and not of the clock, since that depends less on what else the machine does.
 */
export async function scale(sizes: readonly Size[]): Promise<Table> {
  const startUp = await measureMarket(smallest);
  const rows: string[][] = [];
  for (const size of sizes) {
    const found = await measureMarket(size);
    for (const runner of both) {
      const { seconds, cpuSeconds, peakMegabytes } = found[runner];
      const cost = (1e6 * (cpuSeconds - startUp[runner].cpuSeconds)) / size.coins;
      rows.push([
        `${grouped(size.coins)} coins${size.sparklines === false ? "" : " with sparklines"}, ${runner}`,
        seconds.toFixed(1),
        cpuSeconds.toFixed(1),
        cost.toFixed(0),
        grouped(peakMegabytes),
      ]);
    }
  }
  for (const runner of both) {
    const { seconds, cpuSeconds, peakMegabytes } = startUp[runner];
    const figures = [seconds.toFixed(1), cpuSeconds.toFixed(1), "", grouped(peakMegabytes)];
    rows.push([`start-up (${grouped(smallest.coins)} coins), ${runner}`, ...figures]);
  }
  return { head: ["", "seconds", "s of CPU", "µs of CPU a coin", "peak MB"], rows };
}

async function measureMarket(size: Size): Promise<Record<Runner, Measurement>> {
  const market = await MarketServer.start(size);
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const found: Record<Runner, Measurement[]> = { DirectRunner: [], Prism: [] };
  try {
    await market.warm();
    for (let round = 0; round < size.rounds; round++) {
      for (const runner of both) {
        const output = join(folder, "out");
        found[runner].push(await measureOn(runner, market, output));
        rmSync(output, { recursive: true });
      }
    }
  } finally {
    market.stop();
    rmSync(folder, { recursive: true });
  }
  return { DirectRunner: medianOf(found.DirectRunner), Prism: medianOf(found.Prism) };
}

function measureOn(runner: Runner, market: MarketServer, output: string): Promise<Measurement> {
  if (runner === "DirectRunner") return measureTree(onDirectRunner(market, output));
  return besidePrism((endpoint) => onJobServer(market, output, endpoint));
}
