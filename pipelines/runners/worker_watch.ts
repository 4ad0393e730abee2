import { createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { Problem } from "../problem";

/** How long a job server may take to notice that a worker has died, and to start another. */
const GRACE_MS = 10_000;

/**
 * Watches the worker processes of a job on this machine: each holds a connection to here as long as
 * it lives (beam/worker_lifeline.ts). Prism, in about one case of two, does not notice that a worker
 * was killed, and its job would go on for ever.
 */
export class WorkerWatch {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private grace: NodeJS.Timeout | undefined;
  private stopped = false;

  /** @param onDeath is called when a worker has died and no other has come. */
  constructor(onDeath: (problem: Problem) => void, graceMs = GRACE_MS) {
    this.server = createServer((socket) => {
      clearTimeout(this.grace);
      this.sockets.add(socket);
      let ended = false;
      socket.on("data", () => (ended = true));
      socket.on("error", () => undefined);
      socket.on("close", () => {
        this.sockets.delete(socket);
        if (ended || this.stopped) return;
        clearTimeout(this.grace);
        this.grace = setTimeout(() => {
          onDeath(
            new Problem(
              "A worker process of the job died, and the job server did not go on without it.",
              "Was it killed, or out of memory? Look at the job server's log, then run the same command again: nothing is doubled.",
            ),
          );
        }, graceMs);
      });
    });
  }

  /** @returns the environment of the workers. */
  async start(): Promise<Record<string, string>> {
    await new Promise<void>((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(0, "127.0.0.1", resolve);
    });
    const { port } = this.server.address() as AddressInfo;
    return { CRYPTO_WORKER_LIFELINE: `127.0.0.1:${port}` };
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.grace);
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }
}
