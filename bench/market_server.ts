import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { join } from "node:path";

/** A sample market in a process of its own, with its pages ready in memory. */
export class MarketServer {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {}

  static async start(coins: number): Promise<MarketServer> {
    const main = join(__dirname, "..", "pipelines", "coingecko", "sample_market", "main.js");
    const args = [main, `--coins=${coins}`, "--date=2026-01-02", "--cache-pages=8000"];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    for await (const line of createInterface({ input: child.stdout })) {
      const url = /http:\/\/[\d.:]+/.exec(line)?.[0];
      if (url !== undefined) return new MarketServer(url, child);
    }
    throw new Error("The sample market did not start.");
  }

  stop(): void {
    this.child.kill();
  }
}
