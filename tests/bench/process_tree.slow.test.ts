import { existsSync } from "node:fs";
import { measureTree } from "../../bench/measure_tree";

/** Takes 80 MB, and the processor for so many seconds. */
function busy(seconds: number): string {
  return `
    const held = Buffer.alloc(80e6, 1);
    const used = () => process.cpuUsage().user + process.cpuUsage().system;
    while (used() < ${seconds * 1e6}) held.fill(2);`;
}

/** Is busy itself, and then starts another that is. */
const parent = `${busy(0.4)}
require("node:child_process").spawnSync(process.execPath, ["-e", ${JSON.stringify(busy(0.6))}]);`;

describe("a program that starts others", () => {
  it("is measured with them", async () => {
    const measured = measureTree({ command: process.execPath, args: ["-e", parent] });
    if (!existsSync("/proc")) {
      await expect(measured).rejects.toThrow("/proc");
      return;
    }
    const { seconds, cpuSeconds, peakMegabytes, ...quarters } = await measured;
    expect(cpuSeconds).toBeGreaterThan(0.85);
    expect(cpuSeconds).toBeLessThan(3);
    expect(seconds).toBeGreaterThan(0.9);
    // Both are there at the same time.
    expect(peakMegabytes).toBeGreaterThan(200);
    expect(peakMegabytes).toBeLessThan(500);
    expect(quarters.lastMegabytes).toBeGreaterThan(quarters.firstMegabytes + 50);
  });

  it("that fails is no measurement", async () => {
    const args = ["-e", "console.error('no such market'); process.exit(3)"];
    await expect(measureTree({ command: process.execPath, args })).rejects.toThrow(
      /ended with 3: no such market/,
    );
  });
});
