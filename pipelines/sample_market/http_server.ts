import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { log } from "../core/log";
import { ActionableError } from "../core/actionable_error";

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Listens on loopback only: nobody else is to take a made-up market for a real one. */
export class HttpServer {
  private constructor(
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {}

  /** Fails with a Problem when the port is taken. */
  static async listen(port: number, handle: Handle): Promise<HttpServer> {
    const server = createServer((request, response) => {
      handle(request, response).catch((error: unknown) => {
        // A client that went away in the middle of its answer is no failure of the server.
        if (response.closed) return;
        log.error({ err: error, url: request.url }, "The sample market has no answer.");
        response.destroy();
      });
    });
    // Longer than any client's pace, so that an idle connection is the client's to close.
    server.keepAliveTimeout = 120_000;
    server.listen(port, "127.0.0.1");
    try {
      await once(server, "listening");
    } catch (error) {
      throw new ActionableError(
        `Port ${port} can't be listened on (${(error as NodeJS.ErrnoException).code ?? String(error)}).`,
        "Choose another with --port, or leave it out.",
        { cause: error },
      );
    }
    const { port: chosen } = server.address() as AddressInfo;
    return new HttpServer(`http://127.0.0.1:${chosen}`, async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    });
  }
}
