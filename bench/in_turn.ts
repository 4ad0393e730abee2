import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MarketServer, type Size } from "./market_server";
import type { Measurement } from "./measurement";

/** Runs once, from start to exit, into a new folder. */
export type Contestant = (market: MarketServer, output: string) => Promise<Measurement>;

/**
 * Measures contestants over the same cached pages, in turn, so that other load of the machine affects
 * all of them.
 * @returns the measurements of each, one a round
 */
export async function inTurn(
  size: Size,
  contestants: readonly Contestant[],
): Promise<Measurement[][]> {
  const found = contestants.map(() => [] as Measurement[]);
  const market = await MarketServer.start(size);
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    await market.warm();
    for (let round = 0; round < size.rounds; round++) {
      for (const [n, contestant] of contestants.entries()) {
        const output = join(folder, "out");
        found[n]?.push(await contestant(market, output));
        rmSync(output, { recursive: true });
      }
    }
  } finally {
    market.stop();
    rmSync(folder, { recursive: true });
  }
  return found;
}
