import { setImmediate as nextTurn } from "node:timers/promises";
import { log } from "../../../pipelines/core/log";
import { doubledCloud, launchDateDim } from "../../support/dataflow/dataflow_launch";

const cloud = doubledCloud();

describe("a job that is waited for", () => {
  const message = (n: number, importance: string, messageText: string) => ({
    id: `m${n}`,
    time: `2026-01-02T03:04:0${n}Z`,
    messageImportance: `JOB_MESSAGE_${importance}`,
    messageText,
  });

  it("is done when it is DONE, with its counters and each message once", async () => {
    const lines: string[] = [];
    const spy = jest.spyOn(log, "warn").mockImplementation((...args: unknown[]) => {
      lines.push(String(args.at(-1)));
    });
    const counter = (name: string, scalar: number, context: Record<string, string>) => ({
      name: { origin: "user", name, context },
      scalar,
    });
    cloud().dataflow.script = {
      states: ["JOB_STATE_PENDING", "JOB_STATE_RUNNING", "JOB_STATE_RUNNING", "JOB_STATE_DONE"],
      messages: [message(1, "WARNING", "one"), message(2, "WARNING", "two")],
      metrics: [
        counter("rows", 20, { step: "a" }),
        counter("rows", 3, { step: "b" }),
        counter("rows", 40, { step: "a", tentative: "true" }),
        { name: { origin: "dataflow/v1b3", name: "TotalVcpuTime" }, scalar: 7 },
      ],
    };
    const { result, messages } = launchDateDim(["--wait"]);
    expect(await result).toEqual({ state: "DONE", counters: { rows: 23 } });
    expect(messages.slice(1)).toEqual([
      "Job 2026-01-02_03_04_05-1: PENDING",
      "Job 2026-01-02_03_04_05-1: RUNNING",
      "Job 2026-01-02_03_04_05-1: DONE",
    ]);
    expect(lines).toEqual(["one", "two"]);
    spy.mockRestore();
  });

  it.each(["FAILED", "CANCELLED", "UPDATED", "DRAINED"])("fails when it is %s", async (state) => {
    cloud().dataflow.script = {
      states: ["JOB_STATE_RUNNING", `JOB_STATE_${state}`],
      messages: [message(1, "ERROR", "In step FetchPages: no key\n  at here")],
    };
    const failure = await launchDateDim(["--wait"]).result.catch(
      (error: unknown) => error as Error,
    );
    expect(failure).toMatchObject({
      name: "ActionableError",
      message: expect.stringMatching(
        new RegExp(
          `^The Dataflow job my-job \\(2026-01-02_03_04_05-1\\) ended as ${state}: In step FetchPages: no key\\. Its page: https://`,
        ),
      ) as string,
      cause: { message: "In step FetchPages: no key\n  at here" },
    });
  });

  it("keeps running when the person stops waiting", async () => {
    cloud().dataflow.script = { states: ["JOB_STATE_RUNNING"] };
    const { result, messages, abort } = launchDateDim(["--wait"], { pollMs: 60_000 });
    const failure = expect(result).rejects.toThrow(
      "Interrupted: the job 2026-01-02_03_04_05-1 is still running. To cancel it too: " +
        "gcloud dataflow jobs cancel 2026-01-02_03_04_05-1 --project=my-project --region=us-central1",
    );
    while (messages.length < 2) await nextTurn();
    abort(new Error("Ctrl-C"));
    await failure;
    expect(cloud().dataflow.jobs[0]?.currentState).toBe("JOB_STATE_RUNNING");
  });

  it("keeps running, and the error says so, when contact is lost", async () => {
    cloud().dataflow.script = { states: ["JOB_STATE_RUNNING"] };
    cloud().dataflow.faults = ({ name }) => (name === "dataflow.jobs.get" ? "reset" : undefined);
    await expect(launchDateDim(["--wait"]).result).rejects.toThrow(
      /^Lost contact with the job 2026-01-02_03_04_05-1; it is still running: .* Its page: https:/,
    );
  });

  it("survives a poll that fails", async () => {
    cloud().dataflow.script = { states: ["JOB_STATE_RUNNING", "JOB_STATE_DONE"] };
    let left = 2;
    cloud().dataflow.faults = ({ name }) =>
      name !== "dataflow.jobs.create" && left-- > 0 ? 503 : undefined;
    expect((await launchDateDim(["--wait"]).result).state).toBe("DONE");
  });
});
