import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import * as grpc from "@grpc/grpc-js";
import { create } from "../../../pipelines/beam/step";
import { ActionableError } from "../../../pipelines/core/actionable_error";
import { runOnJobServer } from "../../../pipelines/runners/job_server/run";

/** What goes wrong before a job is one. What real job servers do is in tests/e2e. */
const servers: Server[] = [];
const sockets: Socket[] = [];
const grpcServer = new grpc.Server();
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
  grpcServer.forceShutdown();
});

async function listening(server: Server): Promise<string> {
  servers.push(server);
  server.on("connection", (socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function problemAt(jobEndpoint: string, signal?: AbortSignal): Promise<unknown> {
  const options = { jobEndpoint, jobName: "test", ...(signal && { signal }) };
  return runOnJobServer((root) => {
    root.apply(create("Numbers", [1]));
  }, options).catch((error: unknown) => error);
}

it.concurrent.each([
  ["nothing", async () => (await listening(createServer())).replace(/\d+$/, "9")],
  ["a server that never responds", () => listening(createServer(() => undefined))],
  ["a web server", () => listening(createHttpServer((_, answer) => answer.end("hello")))],
])("reports that no job server responds where there is %s", async (_what, endpoint) => {
  const at = await endpoint();
  const started = Date.now();
  const problem = await problemAt(at);
  expect(problem).toBeInstanceOf(ActionableError);
  expect((problem as ActionableError).message).toContain(
    `No Beam job server responds at ${at}. Start one`,
  );
  expect(Date.now() - started).toBeLessThan(15_000);
});

it("reports that another gRPC server does not support the protocol", async () => {
  const port = await new Promise<number>((resolve, reject) => {
    grpcServer.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  const problem = await problemAt(`127.0.0.1:${port}`);
  expect(problem).toBeInstanceOf(ActionableError);
  expect((problem as ActionableError).what).toContain("does not support Beam's job protocol");
});

it("does nothing when it is cancelled already", async () => {
  const reason = new Error("never mind");
  expect(await problemAt("127.0.0.1:9", AbortSignal.abort(reason))).toBe(reason);
});
