import { createServer, type Server } from "node:http";
import { createSecureServer } from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import { answerGetJob, getJobPath } from "./get_job";
import type { GoogleCertificate } from "./google_certificate";
import type { LocalDataflow } from "./local_dataflow";
import { answer } from "./rest_api";

/**
 * An HTTPS proxy on loopback that leads dataflow.googleapis.com to the local Dataflow, for clients
 * whose endpoint can't be set: Airflow's provider. It lets nobody through to anywhere else.
 */
export class GoogleProxy {
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async start(dataflow: LocalDataflow, { cert, key }: GoogleCertificate, port = 0) {
    const secure = createSecureServer({ cert, key, allowHTTP1: true }, (request, response) => {
      if (request.url === getJobPath) void answerGetJob(dataflow, request, response);
      else void answer(dataflow, request, response);
    });
    const server = createServer((_, response) => response.writeHead(405).end());
    const proxy = new GoogleProxy(server);
    server.on("connect", ({ url }, socket: Socket) => {
      proxy.sockets.add(socket);
      socket.once("close", () => proxy.sockets.delete(socket));
      socket.on("error", () => socket.destroy());
      if (url === "dataflow.googleapis.com:443") {
        socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        secure.emit("connection", socket);
      } else {
        socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      }
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", resolve);
    });
    return proxy;
  }

  /** What a Python client needs in its environment to be led here. */
  environment(certificate: GoogleCertificate): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    const proxy = `http://127.0.0.1:${port}`;
    return {
      HTTPS_PROXY: proxy,
      // gRPC's core knows its own name and the lower-case ones only.
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
