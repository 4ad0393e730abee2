import "../../../pipelines/beam/sdk";
import type { InstructionResponse } from "apache-beam/proto/beam_fn_api";
import { VarIntCoder } from "apache-beam/coders/standard_coders";
import type { PCollection } from "apache-beam/pvalue";
import { Reader } from "protobufjs";
import { Severity } from "../../../pipelines/beam/worker/fn_logging";
import { registerDoFns } from "../../../pipelines/beam/register";
import { counter, step } from "../../../pipelines/beam/step";
import { sourceId } from "../../support/beam/bundle_descriptor";
import * as doFns from "../../support/beam/worker_do_fns";
import { WorkerSession } from "../../support/beam/worker_session";

const doubled = (pc: PCollection<number>) =>
  pc.apply(step("Double", new doFns.Double(), { seen: counter("seen") }));
const held = (pc: PCollection<number>) => pc.apply(step("Hold", new doFns.Hold()));
const checked = (pc: PCollection<number>) => pc.apply(step("Check", new doFns.Throw()));

describe("a bundle", () => {
  let session: WorkerSession;
  beforeAll(async () => {
    session = await WorkerSession.start();
  });
  afterAll(() => {
    session.stop();
  });

  it("is processed; every call carries the worker's id", async () => {
    await session.describe(doubled);
    const { error } = await session.run("first", [1, 2], [3]);
    expect(error).toBe("");
    expect(await session.outputs("first")).toEqual([2, 4, 6]);
    await session.runner.until(() => session.runner.data.at(-1)?.isLast === true);
    expect([...session.runner.workerIds]).toEqual(["worker 1"]);
  });

  it("reports its own counters, and none of the previous bundle", async () => {
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
    await session.describe(held);
    const slow = session.run("slow", [1, 2, 3], [4], [-9]);
    // Sent on the same stream, after the end of the slow bundle's data.
    await session.run("release slow", [-1, -2, -3, -4]);
    expect((await slow).error).toBe("");
    expect((await session.outputs("slow")).sort()).toEqual([-9, 1, 2, 3, 4]);
  });

  it("accepts elements that arrive before it is requested", async () => {
    await session.describe(doubled);
    await session.run("opener", [0]);
    await session.send("early", [7]);
    await session.send("early", [], true);
    // Once these have arrived, so have the early ones: it is one stream.
    await session.run("behind early", [1]);
    expect((await session.process("early")).error).toBe("");
    expect(await session.outputs("early")).toEqual([14]);
  });

  it("runs concurrently with another one", async () => {
    await session.describe(held);
    const long = session.run("long", [5]);
    await session.run("short", [-6]);
    expect(await session.outputs("short")).toEqual([-6]);
    expect(session.received("long")).toEqual([]);
    await session.run("release long", [-5]);
    await long;
    expect(await session.outputs("long")).toEqual([5]);
  });

  it("can be split, and returns the rest to the runner", async () => {
    await session.describe(held);
    const elements = Array.from({ length: 100 }, (_, n) => 10 + n);
    const answer = session.process("split");
    await session.send("split", elements);
    await session.run("behind split", [-1]);
    const { response, error } = await split(session, "split", 100);
    expect(error).toBe("");
    if (response.oneofKind !== "processBundleSplit") throw new Error(response.oneofKind);
    const [channel] = response.processBundleSplit.channelSplits;
    await session.send("split", [], true);
    await session.run(
      "release all",
      elements.map((n) => -n),
    );
    await answer;
    expect(channel?.transformId).toBe(sourceId);
    expect(Number(channel?.firstResidualElement)).toBeLessThan(100);
    expect(await session.outputs("split")).toHaveLength(Number(channel?.firstResidualElement));
  });

  it("that has just ended answers a split without an error", async () => {
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

  it("reports step, stack and cause; the next one is processed", async () => {
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

  it("when the runner has no descriptor, or the worker no such class", async () => {
    expect((await session.runner.process("nothing", "nothing")).error).toContain(
      "no such descriptor",
    );
    class Unregistered {
      *process(): Iterable<number> {
        yield 1;
      }
    }
    registerDoFns("tests/unregistered", { Unregistered });
    await session.describe((pc) => pc.apply(step("Unregistered", new Unregistered())));
    expect((await session.process("unregistered")).error).toMatch(
      /This worker does not know tests\/unregistered\.Unregistered/,
    );
  });

  it("when the instruction is unknown", async () => {
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
        [sourceId]: {
          fractionOfRemainder: 0.5,
          allowedSplitPoints: [],
          estimatedInputElements: BigInt(estimatedInputElements),
        },
      },
    },
  });
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
