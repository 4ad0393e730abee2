/**
 * market-snapshot on DirectRunner against a plain undici loop, over the same gzip pages, the two in
 * turn, each as a whole process.
 *
 *     npm run bench [-- COINS [ROUNDS]]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MarketServer } from "./market_server";
import { measure, median, type Measurement } from "./measure";

async function bench(coins: number, rounds: number): Promise<Measurement> {
  const market = await MarketServer.start(coins);
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const loop = [
    join(__dirname, "plain_loop.js"),
    market.url,
    String(Math.ceil(coins / 250)),
    join(folder, "loop"),
  ];
  const pipeline = [
    join(__dirname, "..", "pipelines", "main.js"),
    "market-snapshot",
    `--source=${market.url}`,
    "--snapshot-date=2026-01-02",
  ];
  const loops: Measurement[] = [];
  const pipelines: Measurement[] = [];
  try {
    // Once without counting: it fills the server's memory with ready pages.
    for (let round = -1; round < rounds; round++) {
      const output = join(folder, `out-${round}`);
      const a = await measure(loop);
      const b = await measure([...pipeline, `--output=${output}`]);
      rmSync(output, { recursive: true });
      if (round < 0) continue;
      loops.push(a);
      pipelines.push(b);
    }
  } finally {
    market.stop();
    rmSync(folder, { recursive: true });
  }
  const ratios = pipelines.map((b, round) => b.seconds / (loops[round]?.seconds ?? NaN));
  const total = (list: Measurement[]): Measurement => ({
    seconds: median(list.map(({ seconds }) => seconds)),
    cpuSeconds: median(list.map(({ cpuSeconds }) => cpuSeconds)),
    peakMegabytes: median(list.map(({ peakMegabytes }) => peakMegabytes)),
  });
  const shown = total(pipelines);
  print(`${coins} coins`, `plain loop  ${text(total(loops))}`);
  print("", `pipeline    ${text(shown)}`);
  print(
    "",
    `ratio of seconds ${median(ratios).toFixed(2)} (${ratios.map((r) => r.toFixed(2)).join(" ")})`,
  );
  return shown;
}

function text({ seconds, cpuSeconds, peakMegabytes }: Measurement): string {
  return `${seconds.toFixed(2)} s, ${cpuSeconds.toFixed(2)} s of CPU, peak ${peakMegabytes.toFixed(0)} MB`;
}

function print(label: string, line: string): void {
  process.stdout.write(`${label.padEnd(16)}${line}\n`);
}

async function main([coins, rounds = "5"]: readonly string[]): Promise<void> {
  if (coins !== undefined) {
    await bench(Number(coins), Number(rounds));
    return;
  }
  const small = await bench(17_500, 5);
  const large = await bench(175_000, 2);
  const growth = `${(large.seconds / small.seconds).toFixed(1)} times the time, ${(large.peakMegabytes / small.peakMegabytes).toFixed(1)} times the memory`;
  print("10 times more", growth);
}

void main(process.argv.slice(2));
