import { setTimeout as sleep } from "node:timers/promises";
import { type InstructionResponse, StateResponse } from "apache-beam/proto/beam_fn_api";
import { VarIntCoder } from "apache-beam/coders/standard_coders";
import type { PCollection } from "apache-beam/pvalue";
import { Reader } from "protobufjs";
import { Severity } from "../../../pipelines/beam/worker/fn_logging";
import { registerDoFns } from "../../../pipelines/beam/register";
import { listSideInput } from "../../../pipelines/beam/side_input";
import { counter, create, step } from "../../../pipelines/beam/step";
import { SOURCE } from "../../support/beam/bundle_descriptor";
import * as doFns from "../../support/beam/worker_do_fns";
import { until, WorkerSession } from "../../support/beam/worker_session";

const doubled = (pc: PCollection<number>) =>
  pc.apply(step("Double", new doFns.Double(), { seen: counter("seen") }));
const slept = (pc: PCollection<number>) => pc.apply(step("Sleep", new doFns.Sleep()));
const checked = (pc: PCollection<number>) => pc.apply(step("Check", new doFns.Throw()));

describe("a bundle", () => {
  let session: WorkerSession;
  beforeAll(async () => {
    session = await WorkerSession.start();
  });
  afterAll(() => {
    session.stop();
  });

  it("is processed; the worker names itself in every service", async () => {
    await session.describe(doubled);
    const { error } = await session.run("first", [1, 2], [3]);
    expect(error).toBe("");
    expect(await session.outputs("first")).toEqual([2, 4, 6]);
    await until(() => session.runner.data.at(-1)?.isLast === true);
    expect([...session.runner.workerIds]).toEqual(["worker 1"]);
  });

  it("tells its own counters, and none of the bundle before", async () => {
    await session.describe(doubled);
    expect(counters(await session.run("three elements", [1, 2, 3]))).toEqual({ seen: 3 });
    const second = await session.run("one element", [4]);
    expect(counters(second)).toEqual({ seen: 1 });

    const data = processed(second).monitoringData;
    const { response } = await session.runner.instruct("names", {
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
    await session.describe(slept);
    const { error } = await session.run("slow", Array<number>(20).fill(30), [1, 2], [0]);
    expect(error).toBe("");
    expect((await session.outputs("slow")).sort()).toEqual(
      [0, 1, 2, ...Array<number>(20).fill(30)].sort(),
    );
  });

  it("takes elements that come before it is asked for", async () => {
    await session.describe(doubled);
    await session.run("opener", [0]);
    await session.send("early", [7]);
    await session.send("early", [], true);
    await sleep(50);
    expect((await session.process("early")).error).toBe("");
    expect(await session.outputs("early")).toEqual([14]);
  });

  it("runs beside another one", async () => {
    await session.describe(slept);
    const slow = session.run("long", [200]);
    await session.run("short", [1]);
    expect(session.received("long")).toEqual([]);
    await slow;
    expect([...(await session.outputs("short")), ...(await session.outputs("long"))]).toEqual([
      1, 200,
    ]);
  });

  it("can be split; the rest is left to the runner", async () => {
    await session.describe(slept);
    const answer = session.process("split");
    await session.send("split", Array<number>(100).fill(20));
    await sleep(100);
    const { response, error } = await split(session, "split", 100);
    expect(error).toBe("");
    if (response.oneofKind !== "processBundleSplit") throw new Error(response.oneofKind);
    const [channel] = response.processBundleSplit.channelSplits;
    await session.send("split", [], true);
    await answer;
    expect(channel?.transformId).toBe(SOURCE);
    expect(Number(channel?.firstResidualElement)).toBeLessThan(100);
    expect(await session.outputs("split")).toHaveLength(Number(channel?.firstResidualElement));
  });

  it("that has just ended is answered without an error when it is to be split", async () => {
    await session.describe(doubled);
    await session.run("gone", [1]);
    const { error, response } = await split(session, "gone", 10);
    expect(error).toBe("");
    expect(response).toMatchObject({ processBundleSplit: { channelSplits: [] } });
    const progress = await session.runner.instruct("progress", {
      oneofKind: "processBundleProgress",
      processBundleProgress: { instructionId: "gone" },
    });
    expect(progress).toMatchObject({ error: "", response: { oneofKind: "processBundleProgress" } });
  });

  it("reads side inputs, page after page", async () => {
    session.runner.answerState = ({ id, request }) => {
      const token = request.oneofKind === "get" && request.get.continuationToken[0];
      const page = token ? encodeSide("b") : encodeSide("a");
      const continuationToken = token ? new Uint8Array() : Uint8Array.of(1);
      const get = { data: page, continuationToken };
      return StateResponse.create({ id, response: { oneofKind: "get", get } });
    };
    await session.describe(withSide);
    expect((await session.run("sides", [1, 2])).error).toBe("");
    expect(await session.outputs("sides")).toEqual(["1: a,b", "2: a,b"]);
    expect(session.runner.stateRequests).toHaveLength(2); // two pages, once for both elements
  });
});

describe("a bundle that fails", () => {
  let session: WorkerSession;
  beforeAll(async () => {
    session = await WorkerSession.start();
  });
  beforeEach(() => {
    session.runner.logs.length = 0;
  });
  afterAll(() => {
    session.stop();
  });

  it("says in which step, with the stack and the cause; the next one is processed", async () => {
    await session.describe(checked);
    const { error } = await session.run("bad", [1, 2, -3, 4]);
    expect(error).toMatch(/^In step Check: RangeError: -3 is negative\n {4}at Throw\.processAsync/);
    expect(error).toContain("Caused by: Error: its cause\n");
    expect((await session.run("good", [5])).error).toBe("");
    expect(await session.outputs("good")).toEqual([5]);
    await session.hasLogged(({ instructionId }) => instructionId === "bad");
    expect(session.runner.logs).toMatchObject([
      { severity: Severity.ERROR, message: error, trace: error },
    ]);
  });

  it("when the runner can't read a side input", async () => {
    session.runner.answerState = ({ id }) => StateResponse.create({ id, error: "no such state" });
    await session.describe(withSide);
    const { error } = await session.run("sides", [1]);
    expect(error).toContain("The runner could not read a side input: no such state");
  });

  it("when its work is unknown to the runner, or its class to the worker", async () => {
    expect((await session.runner.process("nothing", "nothing")).error).toContain(
      "no such descriptor",
    );
    class Unheard {
      *process(): Iterable<number> {
        yield 1;
      }
    }
    registerDoFns("tests/unheard_of", { Unheard });
    await session.describe((pc) => pc.apply(step("Unheard", new Unheard())));
    expect((await session.process("unheard")).error).toMatch(
      /This worker does not know tests\/unheard_of\.Unheard/,
    );
  });

  it("when it is asked for what this worker does not know", async () => {
    const register = { processBundleDescriptor: [] };
    const { error } = await session.runner.instruct("old", { oneofKind: "register", register });
    expect(error).toBe("This worker does not know the instruction register.");
  });
});

function split(session: WorkerSession, instructionId: string, estimatedInputElements: number) {
  return session.runner.instruct(`split of ${instructionId}`, {
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
