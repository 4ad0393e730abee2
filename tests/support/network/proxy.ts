import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { compiled } from "../checkout";

export interface ProxiedRequest {
  readonly method: string;
  readonly host: string;
  readonly refused: boolean;
}

/** A proxy process, and the requests that it was sent. */
export class Proxy {
  readonly requests: ProxiedRequest[] = [];

  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  /**
   * @param routes the port of this machine that stands for each host
   * @param user `user:password` that a client has to have; none when empty
   */
  static async start(routes: Readonly<Record<string, number>>, user = ""): Promise<Proxy> {
    const program = join(compiled, "tests/support/network/proxy_process.js");
    const child = spawn(process.execPath, [program], {
      env: { ROUTES: JSON.stringify(routes), PROXY_USER: user },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const lines = createInterface({ input: child.stdout });
    const [first] = (await once(lines, "line")) as [string];
    const proxy = new Proxy(child, (JSON.parse(first) as { port: number }).port);
    lines.on("line", (line) => proxy.requests.push(JSON.parse(line) as ProxiedRequest));
    return proxy;
  }

  /** The hosts that were requested, each once. */
  get hosts(): string[] {
    return [...new Set(this.requests.map(({ host }) => host))].sort();
  }

  async stop(): Promise<void> {
    const ended = once(this.child, "close");
    this.child.kill();
    await ended;
  }
}
