import { connect, type Socket } from "node:net";

/**
 * A connection to whoever started the job, held as long as this worker lives: see
 * runners/job_server/worker_watch.ts. The worker does not need it: nothing happens when it breaks.
 */
export class WorkerLifeline {
  private readonly socket: Socket | undefined;

  /** @param endpoint `host:port`; none when nobody watches. */
  constructor(endpoint: string | undefined) {
    if (!endpoint) return;
    const [host = "", port = ""] = endpoint.split(":");
    this.socket = connect(Number(port), host);
    this.socket.on("error", () => undefined);
    this.socket.unref();
  }

  /** Says that the worker ends because its runner wants it. */
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
