import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { LocalDataflow } from "./dataflow";
import { answer } from "./rest_api";

export interface Served {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the Dataflow API on loopback. @param port 0 for any free one */
export async function serve(dataflow: LocalDataflow, port = 0): Promise<Served> {
  const server = createServer((request, response) => void answer(dataflow, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
