import { execFile } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import "../../pipelines/beam/node_util";
import "apache-beam";
import * as grpc from "@grpc/grpc-js";
import { type InstructionResponse, StateResponse } from "apache-beam/proto/beam_fn_api";
import { VarIntCoder } from "apache-beam/coders/standard_coders";
import type { PCollection } from "apache-beam/pvalue";
import { Reader } from "protobufjs";
import { Severity } from "../../pipelines/beam/fn_logging";
import { registerDoFns } from "../../pipelines/beam/register";
import { listSideInput } from "../../pipelines/beam/side_input";
import { counter, create, step } from "../../pipelines/beam/step";
import { bundleDescriptor, decode, encode, SINK, SOURCE } from "../support/bundle_descriptor";
import { FnRunner, type WorkerProcess } from "../support/fn_runner";
import * as doFns from "../support/worker_do_fns";

const doFnModule = join(__dirname, "..", "support", "worker_do_fns.js");

let runner: FnRunner;
let worker: WorkerProcess;
let work = 0;
/** Starts a runner and a worker; tests that share them describe work of their own. */
async function start(options: grpc.ServerOptions = {}): Promise<void> {
  runner = new FnRunner(options);
  await runner.start();
  worker = await runner.startWorker(doFnModule);
}
const stop = () => {
  runner.stop();
};

const elements = {
  doubled: (pc: PCollection<number>) =>
    pc.apply(step("Double", new doFns.Double(), { seen: counter("seen") })),
  slept: (pc: PCollection<number>) => pc.apply(step("Sleep", new doFns.Sleep())),
  checked: (pc: PCollection<number>) => pc.apply(step("Check", new doFns.Throw())),
  repeated: (pc: PCollection<number>) => pc.apply(step("Repeat", new doFns.Repeat())),
  logged: (pc: PCollection<number>) => pc.apply(step("Log", new doFns.Log())),
};

async function describeBundle(build: (pc: PCollection<number>) => unknown): Promise<void> {
  runner.describe(await bundleDescriptor(`work ${++work}`, runner.endpoint, build));
}

/** Runs one bundle of the described work, its elements in one message each and an end. */
async function runBundle(id: string, ...messages: number[][]): Promise<InstructionResponse> {
  const answer = runner.process(id, `work ${work}`);
  const send = async () => {
    for (const message of messages) await runner.send(id, SOURCE, encode(message), false);
    await runner.send(id, SOURCE, new Uint8Array(), true);
    return answer;
  };
  return Promise.race([answer, send()]); // one that fails early never opens a data channel
}

/** What has come of a bundle's output so far. */
function received(instructionId: string) {
  return runner.data.filter(
    (message) => message.instructionId === instructionId && message.transformId === SINK,
  );
}

/** A bundle's whole output: it travels beside the answer, and may come after it. */
async function outputs(instructionId: string): Promise<unknown[]> {
  await until(() => received(instructionId).some(({ isLast }) => isLast));
  return received(instructionId).flatMap(({ data }) => decode(data));
}

describe("a bundle", () => {
  beforeAll(() => start());
  afterAll(stop);

  it("is processed; the worker names itself in every service", async () => {
    await describeBundle(elements.doubled);
    const { error } = await runBundle("first", [1, 2], [3]);
    expect(error).toBe("");
    expect(await outputs("first")).toEqual([2, 4, 6]);
    await until(() => runner.data.at(-1)?.isLast === true);
    expect([...runner.workerIds]).toEqual(["worker 1"]);
  });

  it("tells its own counters, and none of the bundle before", async () => {
    await describeBundle(elements.doubled);
    expect(counters(await runBundle("three elements", [1, 2, 3]))).toEqual({ seen: 3 });
    const second = await runBundle("one element", [4]);
    expect(counters(second)).toEqual({ seen: 1 });

    const data = processed(second).monitoringData;
    const { response } = await runner.instruct("names", {
      oneofKind: "monitoringInfos",
      monitoringInfos: { monitoringInfoId: Object.keys(data) },
    });
    if (response.oneofKind !== "monitoringInfos") throw new Error(response.oneofKind);
    const infos = Object.entries(response.monitoringInfos.monitoringInfo);
    const [shortId] = infos.find(([, info]) => info.labels.NAME === "seen") ?? [""];
    expect(response.monitoringInfos.monitoringInfo[shortId]).toMatchObject({
      urn: "beam:metric:user:sum_int64:v1",
      labels: { NAME: "seen", PTRANSFORM: "id of Double" },
    });
    expect(number(data[shortId] ?? new Uint8Array())).toBe(1);
  });

  it("ends when its slowest element has, although the end of the data came before", async () => {
    await describeBundle(elements.slept);
    const { error } = await runBundle("slow", Array<number>(20).fill(30), [1, 2], [0]);
    expect(error).toBe("");
    expect((await outputs("slow")).sort()).toEqual([0, 1, 2, ...Array<number>(20).fill(30)].sort());
  });

  it("takes elements that come before it is asked for", async () => {
    await describeBundle(elements.doubled);
    await runBundle("opener", [0]);
    await runner.send("early", SOURCE, encode([7]), false);
    await runner.send("early", SOURCE, new Uint8Array(), true);
    await sleep(50);
    expect((await runner.process("early", `work ${work}`)).error).toBe("");
    expect(await outputs("early")).toEqual([14]);
  });

  it("runs beside another one", async () => {
    await describeBundle(elements.slept);
    const slow = runBundle("long", [200]);
    await runBundle("short", [1]);
    expect(received("long")).toEqual([]);
    await slow;
    expect([...(await outputs("short")), ...(await outputs("long"))]).toEqual([1, 200]);
  });

  it("can be split; the rest is left to the runner", async () => {
    await describeBundle(elements.slept);
    const answer = runner.process("split", `work ${work}`);
    await runner.send("split", SOURCE, encode(Array<number>(100).fill(20)), false);
    await sleep(100);
    const { response, error } = await split("split", 100);
    expect(error).toBe("");
    if (response.oneofKind !== "processBundleSplit") throw new Error(response.oneofKind);
    const [channel] = response.processBundleSplit.channelSplits;
    await runner.send("split", SOURCE, new Uint8Array(), true);
    await answer;
    expect(channel?.transformId).toBe(SOURCE);
    expect(Number(channel?.firstResidualElement)).toBeLessThan(100);
    expect(await outputs("split")).toHaveLength(Number(channel?.firstResidualElement));
  });

  it("that has just ended is answered without an error when it is to be split", async () => {
    await describeBundle(elements.doubled);
    await runBundle("gone", [1]);
    const { error, response } = await split("gone", 10);
    expect(error).toBe("");
    expect(response).toMatchObject({ processBundleSplit: { channelSplits: [] } });
    const progress = await runner.instruct("progress", {
      oneofKind: "processBundleProgress",
      processBundleProgress: { instructionId: "gone" },
    });
    expect(progress).toMatchObject({ error: "", response: { oneofKind: "processBundleProgress" } });
  });

  it("reads side inputs, page after page", async () => {
    runner.answerState = ({ id, request }) => {
      const token = request.oneofKind === "get" && request.get.continuationToken[0];
      const page = token ? encodeSide("b") : encodeSide("a");
      const continuationToken = token ? new Uint8Array() : Uint8Array.of(1);
      const get = { data: page, continuationToken };
      return StateResponse.create({ id, response: { oneofKind: "get", get } });
    };
    await describeBundle(withSide);
    expect((await runBundle("sides", [1, 2])).error).toBe("");
    expect(await outputs("sides")).toEqual(["1: a,b", "2: a,b"]);
    expect(runner.stateRequests).toHaveLength(2); // two pages, once for both elements
  });
});

describe("a bundle that fails", () => {
  beforeAll(() => start());
  beforeEach(() => {
    runner.logs.length = 0;
  });
  afterAll(stop);

  it("says in which step, with the stack and the cause; the next one is processed", async () => {
    await describeBundle(elements.checked);
    const { error } = await runBundle("bad", [1, 2, -3, 4]);
    expect(error).toMatch(/^In step Check: RangeError: -3 is negative\n {4}at Throw\.processAsync/);
    expect(error).toContain("Caused by: Error: its cause\n");
    expect((await runBundle("good", [5])).error).toBe("");
    expect(await outputs("good")).toEqual([5]);
    await hasLogged(({ instructionId }) => instructionId === "bad");
    expect(runner.logs).toMatchObject([{ severity: Severity.ERROR, message: error, trace: error }]);
  });

  it("when the runner can't read a side input", async () => {
    runner.answerState = ({ id }) => StateResponse.create({ id, error: "no such state" });
    await describeBundle(withSide);
    const { error } = await runBundle("sides", [1]);
    expect(error).toContain("The runner could not read a side input: no such state");
  });

  it("when its work is unknown to the runner, or its class to the worker", async () => {
    expect((await runner.process("nothing", "nothing")).error).toContain("no such descriptor");
    class Unheard {
      *process(): Iterable<number> {
        yield 1;
      }
    }
    registerDoFns("tests/unheard_of", { Unheard });
    await describeBundle((pc) => pc.apply(step("Unheard", new Unheard())));
    expect((await runner.process("unheard", `work ${work}`)).error).toMatch(
      /This worker does not know tests\/unheard_of\.Unheard/,
    );
  });

  it("when it is asked for what this worker does not know", async () => {
    const register = { processBundleDescriptor: [] };
    const { error } = await runner.instruct("old", { oneofKind: "register", register });
    expect(error).toBe("This worker does not know the instruction register.");
  });
});

describe("a lost data channel", () => {
  afterEach(stop);

  it("fails the bundle at once", async () => {
    await start();
    await describeBundle((pc) => pc.apply(step("Wait", new doFns.WaitForEver())));
    const answer = runner.process("lost", `work ${work}`);
    await runner.send("lost", SOURCE, encode([1, 2, 3]), false);
    runner.dataStream.emit("error", { code: grpc.status.INTERNAL, details: "torn" });
    expect((await answer).error).toMatch(/The data channel to .* was lost: 13 INTERNAL: torn/);
    await hasLogged(({ message }) => message === "cancelled");
    expect(await worker.exited).toBe(1);
  });

  it("fails the bundle or ends the worker when a message was too large for the runner", async () => {
    await start({ "grpc.max_receive_message_length": 1_000_000 });
    await describeBundle(elements.repeated);
    const answer = runner.process("large", `work ${work}`);
    await runner.send("large", SOURCE, encode([3_000_000]), false);
    await sleep(200); // the output is on its way, and the bundle not at its end
    await runner.send("large", SOURCE, encode([1_500_000]), true);
    const answered = await Promise.race([answer, worker.exited]);
    if (typeof answered === "object") expect(answered.error).toMatch(/data channel.*larger than/);
    expect(await worker.exited).toBe(1);
  });
});

describe("log lines", () => {
  afterEach(stop);

  it("have severity, stack, bundle and step, from pino and from console", async () => {
    await start();
    await describeBundle(elements.logged);
    await runBundle("talks", [7]);
    await hasLogged(({ message }) => message.startsWith("printed"));
    const from = { instructionId: "talks", transformId: "id of Log" };
    expect(runner.logs).toMatchObject([
      { ...from, severity: Severity.INFO, message: 'with a field {"coins":7}', trace: "" },
      { ...from, severity: Severity.ERROR, message: "after a while" },
      { ...from, severity: Severity.WARN, message: "printed 7", trace: "" },
    ]);
    expect(runner.logs[1]?.trace).toMatch(/^Error: logged\n {4}at Log\.processAsync/);
  });
});

describe("a worker ends", () => {
  afterEach(stop);

  it("with 0 when the runner closes its control channel", async () => {
    await start();
    runner.control.end();
    expect(await worker.exited).toBe(0);
    expect(worker.stderr).toBe("");
  });

  it("with 1, saying so, when the runner is gone", async () => {
    await start();
    runner.loseWorker();
    expect(await worker.exited).toBe(1);
    expect(worker.stderr).toMatch(/The control channel to .* was lost/);
  });

  it("with 1 when code throws out of reach, with the stack in the log", async () => {
    await start();
    await describeBundle((pc) => pc.apply(step("Crash", new doFns.Crash())));
    void runner.process("crash", `work ${work}`);
    await runner.send("crash", SOURCE, encode([1]), false);
    expect(await worker.exited).toBe(1);
    expect(runner.logs).toMatchObject([{ severity: Severity.CRITICAL }]);
    expect(runner.logs[0]?.trace).toMatch(/^TypeError: out of reach\n {4}at /);
  });
});

describe("a worker that can't begin", () => {
  const program = join(__dirname, "..", "..", "pipelines", "worker.js");
  it.each([
    [[], "A Beam worker is started by a runner, with --id and --provision_endpoint."],
    [
      ["--id=1", "--provision_endpoint=127.0.0.1:9"],
      "provision service at 127.0.0.1:9 gave no answer",
    ],
  ])("says why in one line: %j", async (flags, message) => {
    const failed = promisify(execFile)(process.execPath, [program, ...flags]);
    const line = expect.stringContaining(message) as string;
    await expect(failed).rejects.toMatchObject({ code: 1, stdout: "", stderr: line });
    const { stderr } = await failed.catch((error: unknown) => error as { stderr: string });
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });
});

function split(instructionId: string, estimatedInputElements: number) {
  return runner.instruct(`split of ${instructionId}`, {
    oneofKind: "processBundleSplit",
    processBundleSplit: {
      instructionId,
      desiredSplits: {
        [SOURCE]: {
          fractionOfRemainder: 0.5,
          allowedSplitPoints: [],
          estimatedInputElements: BigInt(estimatedInputElements),
        },
      },
    },
  });
}

function withSide(pc: PCollection<number>): unknown {
  const side = listSideInput(pc.root().apply(create("Side", ["a", "b"])));
  return pc.apply(step("ReadSide", new doFns.ReadSide(), { side }));
}

/** An element of a side input: without window, unlike those of a data channel. */
function encodeSide(text: string): Uint8Array {
  const json = Buffer.from(JSON.stringify(text));
  return Buffer.concat([Buffer.of(json.length), json]);
}

function processed({ response }: InstructionResponse) {
  if (response.oneofKind !== "processBundle") throw new Error(`answered ${response.oneofKind}`);
  return response.processBundle;
}

function counters(response: InstructionResponse): Record<string, number> {
  const named = processed(response).monitoringInfos.filter(({ labels }) => labels.NAME);
  return Object.fromEntries(
    named.map(({ labels, payload }) => [labels.NAME ?? "", number(payload)]),
  );
}

function number(payload: Uint8Array): number {
  return new VarIntCoder().decode(new Reader(payload));
}

/** Waits until something comes that travels beside the answers, for five seconds at most. */
async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !condition(); tries++) await sleep(10);
  expect(condition()).toBe(true);
}

function hasLogged(match: (entry: FnRunner["logs"][number]) => boolean): Promise<void> {
  return until(() => runner.logs.some(match));
}
