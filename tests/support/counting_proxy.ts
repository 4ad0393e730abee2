import { EventEmitter, once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Forwards GET requests to a server, for a test that acts at the n-th of them. */
export class CountingProxy {
  private count = 0;
  private readonly requests = new EventEmitter();

  private constructor(
    readonly url: string,
    private readonly stop: () => void,
  ) {}

  static async start(target: string): Promise<CountingProxy> {
    const server = createServer((request, response) => {
      proxy.count++;
      proxy.requests.emit("request");
      fetch(target + (request.url ?? "")).then(
        async ({ status, body }) => {
          response.writeHead(status, { "content-type": "application/json" });
          for await (const chunk of body ?? []) response.write(chunk);
          response.end();
        },
        () => response.destroy(),
      );
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const proxy = new CountingProxy(url, () => {
      server.close();
      server.closeAllConnections();
    });
    return proxy;
  }

  /** Waits until so many requests have arrived. */
  async reached(count: number): Promise<void> {
    while (this.count < count) await once(this.requests, "request");
  }

  close(): void {
    this.stop();
  }
}
