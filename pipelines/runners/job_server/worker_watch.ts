import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { ActionableError } from "../../core/actionable_error";

/** How long it may take until a job has its first worker. */
const startMs = 120_000;

/** How long a job server may take to notice that a worker has died, and to start another. */
const graceMs = 10_000;

/** How much later than its job's end the end of a worker's connection may be read. */
const noticeMs = 100;

export const lostWorkerAdvice =
  "Look at its log for the reason, such as memory. It is safe to run the same command again.";

/**
 * Watches the worker processes of a job on this machine: each holds a connection to here as long as
 * it lives (beam/worker/lifeline.ts). Prism does not always notice that a worker was killed or could
 * not start, and its job would never end.
 */
export class WorkerWatch {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private timer: NodeJS.Timeout | undefined;
  private absence: string | undefined;
  private stopped = false;

  /** @param onDeath is called when there is no worker, and none starts. */
  constructor(
    private readonly onDeath: (error: ActionableError) => void,
    private readonly limits = { startMs: startMs, graceMs: graceMs },
  ) {
    this.server = createServer((socket) => {
      clearTimeout(this.timer);
      this.absence = undefined;
      this.sockets.add(socket);
      let ended = false;
      socket.on("data", () => (ended = true));
      socket.on("error", () => undefined);
      socket.on("close", () => {
        this.sockets.delete(socket);
        if (!ended) this.waitForWorker(limits.graceMs, "A worker process of the job died");
      });
    });
  }

  /** @returns the environment of the workers. */
  async start(): Promise<Record<string, string>> {
    await new Promise<void>((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(0, "127.0.0.1", resolve);
    });
    this.waitForWorker(this.limits.startMs, "No worker process of the job has started");
    const { port } = this.server.address() as AddressInfo;
    return { CRYPTO_WORKER_LIFELINE: `127.0.0.1:${port}` };
  }

  /** How many workers hold a connection. */
  get workers(): number {
    return this.sockets.size;
  }

  /**
   * What happened to the workers of a job that has failed without an error of theirs; undefined when
   * there still is one. Prism's own message is then a panic, "send on closed channel".
   */
  async lost(): Promise<string | undefined> {
    await sleep(noticeMs);
    return this.absence;
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }

  private waitForWorker(timeoutMs: number, what: string): void {
    clearTimeout(this.timer);
    if (this.stopped) return;
    this.absence = what;
    this.timer = setTimeout(() => {
      const found = `${what}, and the job server is still waiting for it.`;
      this.onDeath(new ActionableError(found, lostWorkerAdvice));
    }, timeoutMs);
  }
}
