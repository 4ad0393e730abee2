import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ActionableError } from "../../core/actionable_error";
import { log } from "../../core/log";

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Listens on loopback only, so that synthetic data is not reachable from other machines. */
export class HttpServer {
  private constructor(
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {}

  /** Throws an ActionableError when the port is in use. */
  static async listen(port: number, handle: Handle): Promise<HttpServer> {
    const server = createServer((request, response) => {
      handle(request, response).catch((error: unknown) => {
        // A client that disconnects during its answer is not a failure of the server.
        if (response.closed) return;
        log.error(
          { err: error, url: request.url },
          "The sample market failed to answer a request.",
        );
        response.destroy();
      });
    });
    // Longer than any client's interval between requests, so that clients close idle connections.
    server.keepAliveTimeout = 120_000;
    server.listen(port, "127.0.0.1");
    try {
      await once(server, "listening");
    } catch (error) {
      throw new ActionableError(
        `Cannot listen on port ${port} (${(error as NodeJS.ErrnoException).code ?? String(error)}).`,
        "Choose another one with --port, or omit the option.",
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
