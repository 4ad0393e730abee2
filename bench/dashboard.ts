import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromiumMissing, openChromium } from "../emulators/tools/chromium";
import { makeDashboardWarehouse } from "./dashboard_warehouse";
import type { Size } from "./market_server";
import { measureNode } from "./measure_node";
import { medianOf } from "./measurement";
import { grouped, type Table } from "./table";

const days = 365;
const main = join(__dirname, "..", "pipelines", "main.js");

/** What the page costs with a year of days: to make, to keep, to open. */
export async function dashboard(sizes: readonly Size[]): Promise<Table> {
  const rows: string[][] = [];
  for (const { coins, rounds } of sizes) {
    const folder = mkdtempSync(join(tmpdir(), "bench-dashboard-"));
    try {
      const warehouse = await makeDashboardWarehouse(folder, { coins, days });
      const runs = [];
      for (let round = 0; round < rounds; round++) {
        runs.push(await measureNode([main, "dashboard", `--warehouse=duckdb:${warehouse}`]));
      }
      const { seconds, cpuSeconds, peakMegabytes } = medianOf(runs);
      const page = join(folder, "dashboard.html");
      rows.push([
        `${grouped(coins)} coins, ${days} days`,
        ...[seconds.toFixed(1), cpuSeconds.toFixed(1), grouped(peakMegabytes)],
        (statSync(page).size / 1e6).toFixed(2),
        ...(await opened(page, rounds)),
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  const head = ["", "s to make", "s of CPU", "peak MB", "file MB"];
  return { head: [...head, "ms to first paint", "ms to the market", "MB of heap"], rows };
}

/** The medians of what a browser says of itself. */
async function opened(page: string, rounds: number): Promise<string[]> {
  const missing = chromiumMissing();
  if (missing !== null) {
    process.stderr.write(`Not opened: ${missing}.\n`);
    return ["", "", ""];
  }
  const found: [number, number, number][] = [];
  for (let round = 0; round < rounds; round++) {
    const browser = await openChromium();
    const tab = await browser.newPage();
    await tab.goto(pathToFileURL(page).href);
    await tab.waitForSelector("main .tile");
    found.push(
      await tab.evaluate<[number, number, number]>(`[
        performance.getEntriesByName("first-contentful-paint")[0].startTime,
        performance.getEntriesByName("shown")[0].startTime,
        performance.memory.usedJSHeapSize / 1e6,
      ]`),
    );
    await browser.close();
  }
  return [0, 1, 2].map((part) => {
    const values = found.map((one) => one[part] ?? NaN).sort((a, b) => a - b);
    return grouped(values[Math.floor(values.length / 2)] ?? NaN);
  });
}
