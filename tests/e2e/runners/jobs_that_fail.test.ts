import { join } from "node:path";
import type { PipelineFn } from "../../../pipelines/beam/pipeline_proto";
import { ActionableError } from "../../../pipelines/core/actionable_error";
import { runDirect } from "../../../pipelines/runners/direct";
import { type JobServerOptions, runOnJobServer } from "../../../pipelines/runners/job_server/run";
import { holds, holdsGroups, largeElements, sums } from "../../support/beam/beam_pipelines";
import { flinkMissing, startFlink } from "../../../emulators/tools/flink_job_server";
import type { ChildServer } from "../../../emulators/tools/child_server";
import { goMissing } from "../../../emulators/tools/go_tool";
import { startPrism } from "../../../emulators/tools/prism";
import { startPythonJobServer } from "../../../emulators/tools/python_job_server";
import { pythonMissing } from "../../../emulators/tools/python_tool";
import { HeldWorkers } from "../../support/beam/held_workers";
import { describeUnless } from "../../support/describe_unless";
import { compiled } from "../../support/checkout";

const doFnModule = join(compiled, "tests/support/beam/beam_pipelines.js");
const processes = {
  type: "process",
  env: { CRYPTO_WORKER_MODULES: doFnModule },
} as const;
const loopback = { type: "loopback" } as const;

beforeAll(() => {
  // Jest's typed arrays come from outside its context; the SDK would take equal coders for different.
  const own = Object.getOwnPropertyDescriptor(Object.prototype, "valueOf") ?? {};
  Object.defineProperty(Uint8Array.prototype, "valueOf", own);
});

const servers = [
  {
    ...{ name: "Prism", missing: goMissing(), start: startPrism, environment: processes },
    sharesEachStep: true,
  },
  {
    ...{ name: "Flink", missing: flinkMissing(), start: startFlink, environment: processes },
    // It deals the tasks of all steps to its processes in turn, in the order in which they happen to
    // start: both tasks of one step may be in one process, then those of another step are in the other.
    sharesEachStep: false,
  },
  {
    ...{ name: "Python", missing: pythonMissing(), start: startPythonJobServer },
    ...{ environment: loopback, sharesEachStep: false },
  },
];

const tests = ({ start, environment, sharesEachStep }: (typeof servers)[number]) => {
  let server: ChildServer;
  let jobEndpoint: string;
  const workers = new HeldWorkers();
  let port: number;
  beforeAll(async () => {
    ({ server, endpoint: jobEndpoint } = await start());
    port = await workers.start();
  }, 900_000);
  afterAll(async () => {
    workers.stop();
    await server.close("SIGKILL");
  });

  const run = (pipeline: PipelineFn, more: Partial<JobServerOptions> = {}) =>
    runOnJobServer(pipeline, { jobEndpoint, jobName: "test", environment, ...more });

  const errorFrom = async (pipeline: PipelineFn, more: Partial<JobServerOptions> = {}) => {
    const failure = await run(pipeline, more).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ActionableError);
    return failure as ActionableError;
  };

  it("counts what DirectRunner counts, through splits, flattens and groups", async () => {
    const pipeline = sums({ starts: [0, 1000, 5000, 7000], count: 1000, keys: 13 });
    const expected = await runDirect(pipeline);
    expect(expected.counters).toMatchObject({ checked: 4000, groups: 13 });
    expect(await run(pipeline, { parallelism: 2 })).toEqual(expected);
  }, 120_000);

  if (environment === processes) {
    it("shares steps among as many worker processes as are asked for", async () => {
      const controller = new AbortController();
      const { signal } = controller;
      const held = workers.processesOf(16);
      const failed = expect(
        run(holdsGroups(port, 8), { parallelism: 2, signal }),
      ).rejects.toThrow();
      const pids = await held;
      expect(new Set(pids).size).toBe(2);
      const ofGroups = new Set(pids.slice(8));
      if (sharesEachStep) expect(ofGroups.size).toBe(2);
      controller.abort(new Error("enough"));
      await failed;
    }, 120_000);
  }

  it("fails with the step, the error and its stack when one element in 10,000 is bad", async () => {
    const bad = sums({ starts: [0, 10_000], count: 10_000, keys: 5, failAt: 9_876 });
    const error = await errorFrom(bad);
    expect(error.what).toBe(
      "The job test ended as FAILED: In step Check: RangeError: item 9876 is bad",
    );
    const { message } = error.cause as Error;
    expect(message).toMatch(/RangeError: item 9876 is bad\n\s+at Check\.processAsync \(/);
    expect(message).toContain("Caused by: Error: why it is\n");
    await run(sums({ starts: [0], count: 10, keys: 5 })); // the server still works
  }, 120_000);

  it("processes elements of 20 MB", async () => {
    const { counters } = await run(largeElements(20_000_000));
    expect(counters).toEqual({ characters: 40_000_000 });
  }, 300_000);

  it("groups half a million elements by one key, and sums to more than 32 bits", async () => {
    const { counters } = await run(sums({ starts: [0], count: 500_000, keys: 1 }));
    expect(counters).toEqual({ checked: 500_000, groups: 1, sum: 124_999_750_000 });
  }, 300_000);

  it("is cancelled by a signal", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const cancelled = expect(run(holds(port), { signal: controller.signal })).rejects.toBe(reason);
    await workers.next();
    controller.abort(reason);
    await cancelled;
  }, 120_000);

  if (environment === processes) {
    it("fails when its workers can't start", async () => {
      const broken = {
        type: "process",
        env: { CRYPTO_WORKER_MODULES: "/no/such/module" },
      } as const;
      await errorFrom(sums({ starts: [0], count: 1, keys: 1 }), { environment: broken });
    }, 60_000);

    it("fails when a worker is killed during a bundle", async () => {
      const failed = errorFrom(holds(port));
      process.kill((await workers.next()).pid, "SIGKILL");
      expect((await failed).message).toMatch(/worker|CANCELLED/);
    }, 60_000);
  }

  it("that dies is reported in one line, and leaves no worker running", async () => {
    const failed = errorFrom(holds(port));
    const worker = await workers.next();
    await server.close("SIGKILL");
    expect((await failed).what).toContain(
      `The connection to the Beam job server at ${jobEndpoint}`,
    );
    if (environment === processes) await worker.gone;
  }, 120_000);
};

for (const each of servers) {
  describeUnless(each.missing)(each.name, () => {
    tests(each);
  });
}
