import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { WorkerLifeline } from "../../../pipelines/beam/worker/lifeline";
import type { ActionableError } from "../../../pipelines/core/actionable_error";
import { WorkerWatch } from "../../../pipelines/runners/job_server/worker_watch";

const startMs = 300;
const graceMs = 100;

let deaths: ActionableError[];
let watch: WorkerWatch;
let endpoint: string;
beforeEach(async () => {
  jest.useFakeTimers({ doNotFake: ["nextTick", "queueMicrotask", "setImmediate"] });
  deaths = [];
  watch = new WorkerWatch((error) => deaths.push(error), { startMs, graceMs });
  const env = await watch.start();
  endpoint = env.CRYPTO_WORKER_LIFELINE ?? "";
});
afterEach(() => {
  watch.stop();
  jest.useRealTimers();
});

it("reports a worker that died when no other has started", async () => {
  (await worker()).destroy();
  await connected(0);
  jest.advanceTimersByTime(graceMs - 1);
  expect(deaths).toEqual([]);
  jest.advanceTimersByTime(1);
  expect(deaths).toMatchObject([{ what: expect.stringContaining("A worker process") as string }]);
});

it("reports that no worker has started", () => {
  jest.advanceTimersByTime(startMs);
  expect(deaths).toMatchObject([{ what: expect.stringContaining("has started") as string }]);
});

it("reports nothing when another worker has started in its place", async () => {
  (await worker()).destroy();
  await connected(0);
  jest.advanceTimersByTime(graceMs - 1);
  await worker();
  jest.advanceTimersByTime(3 * graceMs);
  expect(deaths).toEqual([]);
});

it("reports nothing of a worker that ended as it should, nor after the job", async () => {
  const lifeline = new WorkerLifeline(endpoint);
  await connected(1);
  await new Promise((resolve) => setImmediate(resolve));
  await lifeline.release();
  await connected(0);
  jest.advanceTimersByTime(3 * graceMs);
  const last = await worker();
  watch.stop();
  last.destroy();
  await connected(0);
  jest.advanceTimersByTime(3 * graceMs);
  expect(deaths).toEqual([]);
});

it("knows why a job that failed has no worker", async () => {
  expect(await watch.lost()).toBe("No worker process of the job has started");
  const first = await worker();
  expect(await watch.lost()).toBeUndefined();
  first.destroy(); // its end is read a moment later
  expect(await watch.lost()).toBe("A worker process of the job died");
  await worker();
  expect(await watch.lost()).toBeUndefined();
});

it("knows nothing against workers that ended as they should", async () => {
  const lifeline = new WorkerLifeline(endpoint);
  await connected(1);
  await lifeline.release();
  expect(await watch.lost()).toBeUndefined();
});

it("is optional for a worker", async () => {
  watch.stop();
  await expect(new WorkerLifeline(endpoint).release()).resolves.toBeUndefined();
  await expect(new WorkerLifeline(undefined).release()).resolves.toBeUndefined();
});

/** The connection that a worker holds as long as it lives. */
async function worker(): Promise<Socket> {
  const before = watch.workers;
  const [host = "", port] = endpoint.split(":");
  const socket = connect(Number(port), host);
  await once(socket, "connect");
  await connected(before + 1);
  return socket;
}

/** Waits until so many workers are connected. */
async function connected(workers: number): Promise<void> {
  while (watch.workers !== workers) await new Promise((resolve) => setImmediate(resolve));
}
