import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Measurement } from "./measurement";

/** Runs a Node program in its own process, and returns the resource usage of all of it. */
export async function measureNode(args: readonly string[]): Promise<Measurement> {
  const folder = mkdtempSync(join(tmpdir(), "measure-"));
  const usageFile = join(folder, "usage.json");
  const start = process.hrtime.bigint();
  const child = spawn(process.execPath, ["--require", join(__dirname, "usage.js"), ...args], {
    env: { ...process.env, BENCH_USAGE_FILE: usageFile },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-2_000)));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  try {
    if (code !== 0) throw new Error(`node ${args.join(" ")} ended with ${code}: ${errors}`);
    const usage = JSON.parse(readFileSync(usageFile, "utf8")) as NodeJS.ResourceUsage;
    return {
      seconds,
      cpuSeconds: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
      peakMegabytes: usage.maxRSS / 1_024,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
