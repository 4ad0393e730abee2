import { createServer, type Server } from "node:http";
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import type { GoogleCertificate } from "./google_certificate";

/** A local stand-in for a service of Google's, over HTTP/1.1 or HTTP/2. */
export type GoogleService = (request: Http2ServerRequest, response: Http2ServerResponse) => void;

/**
 * An HTTPS proxy on loopback that connects hosts of googleapis.com to local services, for clients whose
 * endpoint can't be set: Airflow's provider. It refuses every other host.
 */
export class GoogleProxy {
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  /** @param services by their host, such as `dataflow.googleapis.com` */
  static async start(
    services: Readonly<Record<string, GoogleService>>,
    { cert, key }: GoogleCertificate,
  ): Promise<GoogleProxy> {
    const secure = createSecureServer({ cert, key, allowHTTP1: true }, (request, response) => {
      const host = (request.headers[":authority"] ?? request.headers.host ?? "").replace(
        /:443$/,
        "",
      );
      services[host]?.(request, response);
    });
    const server = createServer((_, response) => response.writeHead(405).end());
    const proxy = new GoogleProxy(server);
    server.on("connect", ({ url }, socket: Socket) => {
      proxy.sockets.add(socket);
      socket.once("close", () => proxy.sockets.delete(socket));
      socket.on("error", () => socket.destroy());
      if (url?.endsWith(":443") && services[url.slice(0, -4)]) {
        socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        secure.emit("connection", socket);
      } else {
        socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      }
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(0, "127.0.0.1", resolve);
    });
    return proxy;
  }

  /** The environment that sends a Python client here. */
  environment(certificate: GoogleCertificate): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    const proxy = `http://127.0.0.1:${port}`;
    return {
      HTTPS_PROXY: proxy,
      // gRPC's core reads its own variable and the lower-case ones only.
      grpc_proxy: proxy,
      NO_PROXY: "127.0.0.1,localhost",
      HTTPLIB2_CA_CERTS: certificate.file,
      REQUESTS_CA_BUNDLE: certificate.file,
      GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: certificate.file,
    };
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }
}
