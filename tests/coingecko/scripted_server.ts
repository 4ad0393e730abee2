import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";

/** One answer of the script; a function writes it by hand. */
export type Reply =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | Buffer;
    }
  | ((response: ServerResponse) => void);

export interface Asked {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** A real HTTP server on loopback that answers what a test's script says, one reply a request. */
export class ScriptedServer {
  readonly asked: Asked[] = [];
  /** Begins with `http://127.0.0.1:`. */
  url = "";
  private readonly server = createServer((request, response) => {
    const url = request.url ?? "/";
    this.asked.push({ url, headers: request.headers });
    const reply = this.script(url, this.asked.length);
    if (typeof reply === "function") reply(response);
    else response.writeHead(reply.status ?? 200, reply.headers).end(reply.body ?? "");
  });

  /** @param script what to answer, by the path with its query and how many requests there were */
  constructor(private readonly script: (url: string, count: number) => Reply) {}

  static async serving(script: (url: string, count: number) => Reply): Promise<ScriptedServer> {
    const scripted = new ScriptedServer(script);
    await new Promise<void>((resolve) => scripted.server.listen(0, "127.0.0.1", resolve));
    scripted.url = `http://127.0.0.1:${(scripted.server.address() as AddressInfo).port}`;
    return scripted;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** A JSON body, compressed as CoinGecko's are. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { "content-type": "application/json", "content-encoding": "gzip", ...headers },
    body: gzipSync(JSON.stringify(body)),
  };
}

/** The replies one after the other; the last one again and again. */
export function inTurn(...replies: Reply[]): (url: string, count: number) => Reply {
  return (_, count) => replies[Math.min(count, replies.length) - 1] ?? { status: 500 };
}
