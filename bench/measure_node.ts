import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Measurement } from "./measurement";

/** Runs a Node program as a process of its own, and asks the system what the whole of it took. */
export async function measureNode(args: readonly string[]): Promise<Measurement> {
  const folder = mkdtempSync(join(tmpdir(), "measure-"));
  const usageFile = join(folder, "usage.json");
  const began = process.hrtime.bigint();
  const child = spawn(process.execPath, ["--require", join(__dirname, "usage.js"), ...args], {
    env: { ...process.env, BENCH_USAGE_FILE: usageFile },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-2_000)));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
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
