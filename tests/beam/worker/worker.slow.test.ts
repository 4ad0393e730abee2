import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import * as grpc from "@grpc/grpc-js";
import type { PCollection } from "apache-beam/pvalue";
import { Severity } from "../../../pipelines/beam/worker/fn_logging";
import { step } from "../../../pipelines/beam/step";
import * as doFns from "../../support/beam/worker_do_fns";
import { WorkerSession } from "../../support/beam/worker_session";
import { compiled } from "../../support/checkout";

const repeated = (pc: PCollection<number>) => pc.apply(step("Repeat", new doFns.Repeat()));
const logged = (pc: PCollection<number>) => pc.apply(step("Log", new doFns.Log()));

describe("a lost data channel", () => {
  let session: WorkerSession;
  afterEach(() => {
    session.stop();
  });

  it("fails the bundle at once", async () => {
    session = await WorkerSession.start();
    await session.describe((pc) => pc.apply(step("Wait", new doFns.WaitForever())));
    const answer = session.process("lost");
    await session.send("lost", [1, 2, 3]);
    session.runner.dataStream.emit("error", { code: grpc.status.INTERNAL, details: "broken" });
    expect((await answer).error).toMatch(/The data channel to .* was lost: 13 INTERNAL: broken/);
    await session.hasLogged(({ message }) => message === "cancelled");
    expect(await session.worker.exited).toBe(1);
  });

  describe("by a message that is too large for the runner", () => {
    beforeEach(async () => {
      session = await WorkerSession.start({ "grpc.max_receive_message_length": 1_000_000 });
      await session.describe(repeated);
    });

    it("fails the bundle that sent it", async () => {
      const answer = session.process("large");
      await session.send("large", [3_000_000]);
      expect((await answer).error).toMatch(/data channel.*larger than/);
      expect(await session.worker.exited).toBe(1);
    });

    it("ends the worker when the bundle has ended meanwhile", async () => {
      void session.run("large", [3_000_000]);
      expect(await session.worker.exited).toBe(1);
    });
  });
});

describe("log lines", () => {
  let session: WorkerSession;
  afterEach(() => {
    session.stop();
  });

  it("have severity, stack, bundle and step, from pino and from console", async () => {
    session = await WorkerSession.start();
    await session.describe(logged);
    await session.run("talks", [7]);
    await session.hasLogged(({ message }) => message.startsWith("printed"));
    const from = { instructionId: "talks", transformId: "id of Log" };
    expect(session.runner.logs).toMatchObject([
      { ...from, severity: Severity.INFO, message: 'with a field {"coins":7}', trace: "" },
      { ...from, severity: Severity.ERROR, message: "a turn later" },
      { ...from, severity: Severity.WARN, message: "printed 7", trace: "" },
    ]);
    expect(session.runner.logs[1]?.trace).toMatch(/^Error: logged\n {4}at Log\.processAsync/);
  });
});

describe("a worker ends", () => {
  let session: WorkerSession;
  afterEach(() => {
    session.stop();
  });

  it("with 0 when the runner closes its control channel", async () => {
    session = await WorkerSession.start();
    session.runner.control.end();
    expect(await session.worker.exited).toBe(0);
    expect(session.worker.stderr).toBe("");
  });

  it("with 1 and a message when the runner is gone", async () => {
    session = await WorkerSession.start();
    session.runner.loseWorker();
    expect(await session.worker.exited).toBe(1);
    expect(session.worker.stderr).toMatch(/The control channel to .* was lost/);
  });

  it("with 1 after an uncaught exception, with the stack in the log", async () => {
    session = await WorkerSession.start();
    await session.describe((pc) => pc.apply(step("Crash", new doFns.Crash())));
    void session.process("crash");
    await session.send("crash", [1]);
    expect(await session.worker.exited).toBe(1);
    expect(session.runner.logs).toMatchObject([{ severity: Severity.CRITICAL }]);
    expect(session.runner.logs[0]?.trace).toMatch(/^TypeError: out of reach\n {4}at /);
  });
});

describe("a worker that can't start", () => {
  const program = join(compiled, "pipelines/worker.js");
  it.each([
    [[], "A Beam worker is started by a runner, with --id and --provision_endpoint."],
    [
      ["--id=1", "--provision_endpoint=127.0.0.1:9"],
      "provision service at 127.0.0.1:9 gave no answer",
    ],
  ])("says why in one line, given %j", async (flags, message) => {
    const failed = promisify(execFile)(process.execPath, [program, ...flags]);
    const line = expect.stringContaining(message) as string;
    await expect(failed).rejects.toMatchObject({ code: 1, stdout: "", stderr: line });
    const { stderr } = await failed.catch((error: unknown) => error as { stderr: string });
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });
});
