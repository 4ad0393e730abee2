import { onDirectRunner, onJobServer, pythonOnJobServer } from "./contestants";
import { inTurn, type Contestant } from "./in_turn";
import type { Size } from "./market_server";
import { besidePrism, measureTree } from "./measure_tree";
import { medianOf } from "./measurement";
import { grouped, type Table } from "./table";

/** The same work: Python's pipeline loads no warehouse either. */
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
 * The same pages through our pipeline on DirectRunner, on Prism, and through an equivalent pipeline in
 * Python Beam on Prism, in turn: what runner, workers and the submitting process use together.
 */
export async function runners(sizes: readonly Size[]): Promise<Table> {
  const rows: string[][] = [];
  for (const size of sizes) {
    const found = await inTurn(
      size,
      contestants.map(([, run]) => run),
    );
    for (const [n, [name]] of contestants.entries()) {
      const { seconds, cpuSeconds, peakMegabytes } = medianOf(found[n] ?? []);
      const figures = [seconds.toFixed(2), cpuSeconds.toFixed(2), grouped(peakMegabytes)];
      rows.push([`${grouped(size.coins)} coins, ${name}`, ...figures]);
    }
  }
  return { head: ["", "seconds", "s of CPU", "peak MB"], rows };
}
