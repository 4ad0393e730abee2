import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPrism } from "../tests/support/prism";
import { onDirectRunner, onJobServer, pythonOnJobServer } from "./contestants";
import { MarketServer, type Size } from "./market_server";
import { measureTree } from "./measure_tree";
import { medianOf, type Measurement } from "./measurement";
import { grouped, type Table } from "./table";

/** Runs once, whole, into a folder that was not there. */
type Contestant = (market: MarketServer, output: string) => Promise<Measurement>;

/** Equal work: Python's pipeline loads no warehouse either. */
const withoutWarehouse = ["--warehouse=none"];

const contestants: readonly (readonly [name: string, run: Contestant])[] = [
  [
    "market-snapshot, DirectRunner",
    (market, output) => measureTree(onDirectRunner(market, output, withoutWarehouse)),
  ],
  [
    "market-snapshot, Prism",
    (market, output) =>
      besidePrism((endpoint) => onJobServer(market, output, endpoint, withoutWarehouse)),
  ],
  [
    "Python Beam, Prism",
    (market, output) => besidePrism((endpoint) => pythonOnJobServer(market, output, endpoint)),
  ],
];

/**
 * The same pages through our pipeline on DirectRunner, on Prism, and through an equal pipeline in
 * Python Beam on Prism, in turn: what runner, workers and the process that submits take together.
 */
export async function runners(sizes: readonly Size[]): Promise<Table> {
  const rows: string[][] = [];
  for (const size of sizes) {
    const found = contestants.map(() => [] as Measurement[]);
    const market = await MarketServer.start(size);
    const folder = mkdtempSync(join(tmpdir(), "bench-"));
    try {
      await market.warm();
      for (let round = 0; round < size.rounds; round++) {
        for (const [n, [, run]] of contestants.entries()) {
          const output = join(folder, "out");
          found[n]?.push(await run(market, output));
          rmSync(output, { recursive: true });
        }
      }
    } finally {
      market.stop();
      rmSync(folder, { recursive: true });
    }
    for (const [n, [name]] of contestants.entries()) {
      const { seconds, cpuSeconds, peakMegabytes } = medianOf(found[n] ?? []);
      const figures = [seconds.toFixed(2), cpuSeconds.toFixed(2), grouped(peakMegabytes)];
      rows.push([`${grouped(size.coins)} coins, ${name}`, ...figures]);
    }
  }
  return { head: ["", "seconds", "s of CPU", "peak MB"], rows };
}

/** Measures a program together with a Prism of its own, which is up when the program starts. */
export async function besidePrism(
  program: (endpoint: string) => ReturnType<typeof onJobServer>,
): Promise<Measurement> {
  const { server, endpoint } = await startPrism();
  try {
    return await measureTree(program(endpoint), [server.pid]);
  } finally {
    await server.close();
  }
}
