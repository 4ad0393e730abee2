import { connect, type Socket } from "node:net";

/**
 * A connection to the process that started the job, open as long as this worker lives: see
 * runners/job_server/worker_watch.ts. The worker ignores its loss.
 */
export class WorkerLifeline {
  private readonly socket: Socket | undefined;

  /** @param endpoint `host:port`; undefined when nobody watches. */
  constructor(endpoint: string | undefined) {
    if (!endpoint) return;
    const [host = "", port = ""] = endpoint.split(":");
    this.socket = connect(Number(port), host);
    this.socket.on("error", () => undefined);
    this.socket.unref();
  }

  /** Tells the watcher that the worker ends because its runner wants it to. */
  async release(): Promise<void> {
    const { socket } = this;
    if (!socket || socket.destroyed || socket.connecting) return;
    await new Promise<void>((resolve) => {
      socket.once("close", () => {
        resolve();
      });
      socket.end("end", resolve);
    });
  }
}
