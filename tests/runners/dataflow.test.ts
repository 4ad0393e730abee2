import { json } from "node:stream/consumers";
import { Readable } from "node:stream";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { dateDim } from "../../pipelines/date_dim";
import { parseCommandLine } from "../../pipelines/cli/command_line";
import { log } from "../../pipelines/log";
import { planRun, type Run } from "../../pipelines/run";
import { type DataflowLaunch, runOnDataflow } from "../../pipelines/runners/dataflow";
import type { DataflowSettings } from "../../pipelines/runners/dataflow_settings";
import type { RunResult } from "../../pipelines/runners/run_result";
import type { Fault } from "../support/api_double";
import { DataflowDouble } from "../support/dataflow_double";
import { environmentVariables } from "../support/environment_variables";
import { StorageDouble } from "../support/storage_double";
import { temporaryFolder } from "../support/temporary_folder";

const folder = temporaryFolder();
const setEnvironment = environmentVariables();
let storage: StorageDouble;
let dataflow: DataflowDouble;

beforeEach(async () => {
  storage = new StorageDouble("my-bucket", "my-output");
  dataflow = new DataflowDouble();
  setEnvironment({
    STORAGE_EMULATOR_HOST: await storage.start(),
    DATAFLOW_EMULATOR_HOST: (await dataflow.start()).replace("http://", ""),
  });
  log.level = "silent";
});

afterEach(async () => {
  await Promise.all([storage.stop(), dataflow.stop()]);
});

const place = ["--project=my-project", "--region=us-central1", "--tempLocation=gs://my-bucket/tmp"];
const impatient = { attempts: 3, firstDelay: 10, longestDelay: 10, timeout: 2_000 };

interface Launched {
  readonly result: Promise<RunResult>;
  readonly told: string[];
  readonly abort: (reason: Error) => void;
}

/** Launches date-dim as the command line does, with these flags beside those of the place. */
function launch(flags: readonly string[], changes: Partial<DataflowLaunch> = {}): Launched {
  const { options } = parseCommandLine([
    "date-dim",
    "--runner=dataflow",
    "--output=gs://my-output/crypto",
    "--sdkContainerImage=gcr.io/p/img:1",
    ...place,
    ...flags,
  ]);
  const runId = changes.runId ?? "20260102T030405Z-host-1-abcd";
  const run: Run = planRun("date-dim", options, {
    runId,
    startedAt: "2026-01-02T03:04:05.000Z",
    hasKey: false,
  });
  const told: string[] = [];
  const controller = new AbortController();
  const result = runOnDataflow(dateDim(run), {
    settings: options as DataflowSettings,
    jobName: "my-job",
    runId,
    output: run.output,
    given: { snapshotDate: run.snapshotDate },
    signal: controller.signal,
    tell: (line) => told.push(line),
    pollMs: 5,
    retry: impatient,
    ...changes,
  });
  return {
    result,
    told,
    abort: (reason) => {
      controller.abort(reason);
    },
  };
}

async function stored(name: string): Promise<unknown> {
  return json(Readable.from([storage.content("my-bucket", name) ?? ""]));
}

describe("a job that is created", () => {
  it("finds its pipeline staged, and is not waited for", async () => {
    const { result, told } = launch([]);
    expect((await result).state).toBe("CREATED");

    const [name = ""] = storage.names("my-bucket");
    expect(name).toBe("tmp/my-job.20260102T030405Z-host-1-abcd/pipeline.pb");
    const [job] = dataflow.jobs;
    expect(job).toMatchObject({
      name: "my-job",
      type: "JOB_TYPE_BATCH",
      environment: {
        sdkPipelineOptions: {
          options: {
            pipelineUrl: `gs://my-bucket/${name}`,
            pipelineProtoHash: createHash("sha256")
              .update(storage.content("my-bucket", name) ?? "")
              .digest("hex"),
            snapshotDate: "2026-01-02",
          },
        },
      },
    });
    expect(told).toEqual([
      `Job ${job?.id ?? ""}: https://console.cloud.google.com/dataflow/jobs/us-central1/${job?.id ?? ""}?project=my-project`,
    ]);
    expect(dataflow.calls.map(({ name }) => name)).toEqual(["dataflow.jobs.create"]);
  });

  it.each<[Fault, "before" | "after"]>([
    [503, "before"],
    [503, "after"],
    ["reset", "before"],
    ["reset", "after"],
    ["cut", "after"],
  ])("is one job although its request fails (%s %s its effect)", async (fault, moment) => {
    let left = 1;
    dataflow.faults = (call, now) =>
      call.name === "dataflow.jobs.create" && now === moment && left-- > 0 ? fault : undefined;
    expect((await launch([]).result).state).toBe("CREATED");
    expect(dataflow.jobs).toHaveLength(1);
  });

  it("is refused while another one of its name is active, and taken after it", async () => {
    await launch([], { runId: "20260101T000000Z-host-1-0000" }).result;
    await expect(launch([]).result).rejects.toThrow(
      /A job named my-job is active already: 2026-01-02_03_04_05-1\. Wait .* --job-name/,
    );
    Object.assign(dataflow.jobs[0] ?? {}, { currentState: "JOB_STATE_DONE" });
    expect((await launch([]).result).state).toBe("CREATED");
    expect(dataflow.jobs).toHaveLength(2);
  });

  it("says what to do when the service refuses it", async () => {
    await expect(launch(["--region=europe-west4"]).result).rejects.toThrow(
      /^Dataflow knows no project my-project with the region europe-west4: .* Correct --project or --region\.$/,
    );
    dataflow.faults = () => 503;
    await expect(launch([]).result).rejects.toThrow(
      /^Dataflow answered 503: dataflow\.jobs\.create failed 3 times/,
    );
  });
});

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
    dataflow.script = {
      states: ["JOB_STATE_PENDING", "JOB_STATE_RUNNING", "JOB_STATE_RUNNING", "JOB_STATE_DONE"],
      messages: [message(1, "WARNING", "one"), message(2, "WARNING", "two")],
      metrics: [
        counter("rows", 20, { step: "a" }),
        counter("rows", 3, { step: "b" }),
        counter("rows", 40, { step: "a", tentative: "true" }),
        { name: { origin: "dataflow/v1b3", name: "TotalVcpuTime" }, scalar: 7 },
      ],
    };
    const { result, told } = launch(["--wait"]);
    expect(await result).toEqual({ state: "DONE", counters: { rows: 23 } });
    expect(told.slice(1)).toEqual([
      "Job 2026-01-02_03_04_05-1: PENDING",
      "Job 2026-01-02_03_04_05-1: RUNNING",
      "Job 2026-01-02_03_04_05-1: DONE",
    ]);
    expect(lines).toEqual(["one", "two"]);
    spy.mockRestore();
  });

  it.each(["FAILED", "CANCELLED", "UPDATED", "DRAINED"])("fails when it is %s", async (state) => {
    dataflow.script = {
      states: ["JOB_STATE_RUNNING", `JOB_STATE_${state}`],
      messages: [message(1, "ERROR", "In step FetchPages: no key\n  at here")],
    };
    const failure = await launch(["--wait"]).result.catch((error: unknown) => error as Error);
    expect(failure).toMatchObject({
      name: "Problem",
      message: expect.stringMatching(
        new RegExp(
          `^The Dataflow job my-job \\(2026-01-02_03_04_05-1\\) ended as ${state}: In step FetchPages: no key Its page: https://`,
        ),
      ) as string,
      cause: { message: "In step FetchPages: no key\n  at here" },
    });
  });

  it("goes on when the person stops waiting", async () => {
    dataflow.script = { states: ["JOB_STATE_RUNNING"] };
    const { result, told, abort } = launch(["--wait"], { pollMs: 60_000 });
    const failure = expect(result).rejects.toThrow(
      "Interrupted: the job 2026-01-02_03_04_05-1 goes on. To end it too: " +
        "gcloud dataflow jobs cancel 2026-01-02_03_04_05-1 --project=my-project --region=us-central1",
    );
    while (told.length < 2) await pause(5);
    abort(new Error("Ctrl-C"));
    await failure;
    expect(dataflow.jobs[0]?.currentState).toBe("JOB_STATE_RUNNING");
  });

  it("goes on, and says so, when the service is lost", async () => {
    dataflow.script = { states: ["JOB_STATE_RUNNING"] };
    dataflow.faults = ({ name }) => (name === "dataflow.jobs.get" ? "reset" : undefined);
    await expect(launch(["--wait"]).result).rejects.toThrow(
      /^The job 2026-01-02_03_04_05-1 is out of sight, and goes on: .* Its page: https:/,
    );
  });

  it("survives a look that fails", async () => {
    dataflow.script = { states: ["JOB_STATE_RUNNING", "JOB_STATE_DONE"] };
    let left = 2;
    dataflow.faults = ({ name }) =>
      name !== "dataflow.jobs.create" && left-- > 0 ? 503 : undefined;
    expect((await launch(["--wait"]).result).state).toBe("DONE");
  });
});

describe("a job that is only described", () => {
  it("is a template: written, and not created", async () => {
    const { result, told } = launch(["--templateLocation=gs://my-bucket/launches/1/job_object"]);
    expect((await result).state).toBe("DESCRIBED");
    expect(storage.names("my-bucket")).toEqual([
      "launches/1/job_object",
      "tmp/my-job.20260102T030405Z-host-1-abcd/pipeline.pb",
    ]);
    expect(await stored("launches/1/job_object")).toMatchObject({
      name: "my-job",
      environment: {
        tempStoragePrefix:
          "storage.googleapis.com/my-bucket/tmp/my-job.20260102T030405Z-host-1-abcd",
      },
    });
    expect(told).toEqual(["The job's template: gs://my-bucket/launches/1/job_object"]);
    expect(dataflow.calls).toHaveLength(0);
  });

  it("lies in a folder to look at, without a call of the cloud", async () => {
    setEnvironment({ DATAFLOW_EMULATOR_HOST: "" });
    const staging = join(folder(), "staging");
    const { result } = launch([`--stagingLocation=${staging}`]);
    expect((await result).state).toBe("DESCRIBED");
    const job = join(staging, "my-job.20260102T030405Z-host-1-abcd");
    expect(readdirSync(job).sort()).toEqual(["job.json", "pipeline.pb"]);
    expect(JSON.parse(readFileSync(join(job, "job.json"), "utf8"))).toMatchObject({
      name: "my-job",
    });
    expect([...storage.calls, ...dataflow.calls]).toHaveLength(0);
  });
});

describe("a bucket that is missing", () => {
  it.each([
    ["--tempLocation=gs://no-temp/x"],
    ["--stagingLocation=gs://no-staging/x"],
    ["--templateLocation=gs://no-template/x"],
    ["--output=gs://no-output/x"],
  ])("is refused before anything is staged (%s)", async (flag) => {
    const bucket = /gs:\/\/[^/]+/.exec(flag)?.[0] ?? "";
    await expect(launch([flag]).result).rejects.toThrow(
      new RegExp(`^There is no bucket ${bucket}: .* Create it`),
    );
    expect(storage.names("my-bucket")).toEqual([]);
    expect(dataflow.calls).toHaveLength(0);
  });

  it("may be one that only the workers may see", async () => {
    storage.forbidden.add("my-output");
    expect((await launch([]).result).state).toBe("CREATED");
  });
});
