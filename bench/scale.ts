import { onDirectRunner, onJobServer } from "./contestants";
import { inTurn, type Contestant } from "./in_turn";
import type { Size } from "./market_server";
import { besidePrism, measureTree } from "./measure_tree";
import { medianOf } from "./measurement";
import { grouped, type Table } from "./table";

/** A market so small that its cost is all start-up and shutdown. */
const smallest: Size = { coins: 250, rounds: 3 };

const contestants: readonly (readonly [name: string, run: Contestant])[] = [
  ["DirectRunner", (market, output) => measureTree(onDirectRunner(market, output))],
  ["Prism", (market, output) => besidePrism((endpoint) => onJobServer(market, output, endpoint))],
];

/**
 * The cost per coin in markets of different sizes, on DirectRunner and on Prism, with the load of
 * DuckDB: processor time of all processes minus that of a market of 250 coins, per coin. Processor
 * time, not wall time, since that depends less on other load of the machine.
 */
export async function scale(sizes: readonly Size[]): Promise<Table> {
  const startUp = await measured(smallest);
  const rows = startUp.map(({ name, seconds, cpuSeconds, peakMegabytes }) => [
    `start-up (${grouped(smallest.coins)} coins), ${name}`,
    ...[seconds.toFixed(1), cpuSeconds.toFixed(1), "", grouped(peakMegabytes)],
  ]);
  for (const size of sizes) {
    const coins = `${grouped(size.coins)} coins${size.sparklines === false ? "" : " with sparklines"}`;
    for (const [n, run] of (await measured(size)).entries()) {
      const { name, seconds, cpuSeconds, peakMegabytes } = run;
      const cost = (1e6 * (cpuSeconds - (startUp[n]?.cpuSeconds ?? NaN))) / size.coins;
      rows.push([
        `${coins}, ${name}`,
        ...[seconds.toFixed(1), cpuSeconds.toFixed(1), cost.toFixed(0), grouped(peakMegabytes)],
      ]);
    }
  }
  return { head: ["", "seconds", "s of CPU", "µs of CPU a coin", "peak MB"], rows };
}

async function measured(size: Size) {
  const found = await inTurn(
    size,
    contestants.map(([, run]) => run),
  );
  return contestants.map(([name], n) => ({ name, ...medianOf(found[n] ?? []) }));
}
