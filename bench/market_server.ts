import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { Agent, request } from "undici";
import { marketPageRequest, pageSize, requestUrl } from "../pipelines/coingecko/requests";

export const date = "2026-01-02";

const market = {
  vsCurrency: "usd",
  includeRehypothecated: true,
  coins: { kind: "all" },
} as const;

/** The size of a market, and how often to measure. */
export interface Size {
  readonly coins: number;
  readonly rounds: number;
  /** Whether its pages contain sparklines; true when left out. */
  readonly sparklines?: boolean;
}

/** A sample market in its own process, with its pages cached in memory once warmed. */
export class MarketServer {
  private constructor(
    readonly coins: number,
    readonly url: string,
    private readonly child: ChildProcess,
  ) {}

  static async start({ coins, sparklines = true }: Size): Promise<MarketServer> {
    const main = join(__dirname, "..", "pipelines", "sample_market", "main.js");
    const args = [main, `--coins=${coins}`, `--date=${date}`, "--cache-pages=8000"];
    if (!sparklines) args.push("--no-sparklines");
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    process.once("exit", () => child.kill());
    for await (const line of createInterface({ input: child.stdout })) {
      const url = /http:\/\/[\d.:]+/.exec(line)?.[0];
      if (url !== undefined) return new MarketServer(coins, url, child);
    }
    throw new Error("The sample market did not start.");
  }

  /** The number of pages for all coins of the list. */
  get pages(): number {
    return Math.ceil(this.coins / pageSize);
  }

  /** The exact URL that market-snapshot requests. */
  pageUrl(page: number): string {
    return requestUrl(this.url, marketPageRequest(market, page));
  }

  /** Generates every page once, so that no measurement includes that. */
  async warm(): Promise<void> {
    const dispatcher = new Agent({ connections: 2 });
    const headers = { "accept-encoding": "gzip" };
    try {
      for (let page = 1; page <= this.pages; page++) {
        const { body } = await request(this.pageUrl(page), { dispatcher, headers });
        await body.dump({ limit: Infinity });
      }
    } finally {
      await dispatcher.close();
    }
  }

  stop(): void {
    this.child.kill();
  }
}
