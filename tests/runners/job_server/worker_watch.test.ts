import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { WorkerLifeline } from "../../../pipelines/beam/worker/lifeline";
import type { ActionableError } from "../../../pipelines/core/actionable_error";
import { WorkerWatch } from "../../../pipelines/runners/job_server/worker_watch";

const START_MS = 300;
const GRACE_MS = 100;

let deaths: ActionableError[];
let watch: WorkerWatch;
let endpoint: string;
beforeEach(async () => {
  deaths = [];
  watch = new WorkerWatch((problem) => deaths.push(problem), {
    startMs: START_MS,
    graceMs: GRACE_MS,
  });
  const env = await watch.start();
  endpoint = env.CRYPTO_WORKER_LIFELINE ?? "";
});
afterEach(() => {
  watch.stop();
});

it("tells of a worker that died, when no other has come", async () => {
  (await worker()).destroy();
  await sleep(3 * GRACE_MS);
  expect(deaths).toMatchObject([{ what: expect.stringContaining("A worker process") as string }]);
});

it("tells that no worker has started", async () => {
  await sleep(START_MS + GRACE_MS);
  expect(deaths).toMatchObject([{ what: expect.stringContaining("has started") as string }]);
});

it("says nothing when another worker has taken its place", async () => {
  (await worker()).destroy();
  await sleep(GRACE_MS / 4);
  await worker();
  await sleep(3 * GRACE_MS);
  expect(deaths).toEqual([]);
});

it("says nothing of a worker that ended as it should, nor after the job", async () => {
  const lifeline = new WorkerLifeline(endpoint);
  await sleep(GRACE_MS / 2);
  await lifeline.release();
  const last = await worker();
  watch.stop();
  last.destroy();
  await sleep(3 * GRACE_MS);
  expect(deaths).toEqual([]);
});

it("is not needed by a worker", async () => {
  watch.stop();
  await new WorkerLifeline(endpoint).release();
  await new WorkerLifeline(undefined).release();
});

/** What a worker holds as long as it lives. */
async function worker(): Promise<Socket> {
  const [host = "", port] = endpoint.split(":");
  const socket = connect(Number(port), host);
  await new Promise((resolve) => socket.once("connect", resolve));
  await sleep(10);
  return socket;
}
