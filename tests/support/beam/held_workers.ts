import { on, once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";

/** A worker process that holds a bundle of the pipeline `holds`. */
export interface HeldWorker {
  readonly pid: number;
  /** Fulfilled when its connection is closed, at the latest by the end of its process. */
  readonly gone: Promise<unknown>;
}

/** The server that workers of the pipeline `holds` connect to. */
export class HeldWorkers {
  private readonly server = createServer();

  /** @returns the port for `holds` */
  async start(): Promise<number> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    return (this.server.address() as AddressInfo).port;
  }

  /** Waits for the next worker. */
  async next(): Promise<HeldWorker> {
    const [socket] = (await once(this.server, "connection")) as [Socket];
    const gone = once(
      socket.on("error", () => undefined),
      "close",
    );
    const [pid] = (await once(socket, "data")) as [Buffer];
    return { pid: Number(pid.toString()), gone };
  }

  /** Waits for so many connections. @returns the process of each, in their order */
  async processesOf(connections: number): Promise<readonly number[]> {
    const pids: number[] = [];
    for await (const [socket] of on(this.server, "connection") as AsyncIterable<[Socket]>) {
      socket.on("error", () => undefined);
      const [pid] = (await once(socket, "data")) as [Buffer];
      pids.push(Number(pid.toString()));
      if (pids.length === connections) break;
    }
    return pids;
  }

  stop(): void {
    this.server.close();
  }
}
