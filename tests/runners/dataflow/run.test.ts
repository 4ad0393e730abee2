import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Fault } from "../../../emulators/google/api_double";
import { doubledCloud, launchDateDim } from "../../support/dataflow/dataflow_launch";
import { temporaryFolder } from "../../support/temporary_folder";

const folder = temporaryFolder();
const cloud = doubledCloud();

function stored(name: string): unknown {
  return JSON.parse(String(cloud().storage.content("my-bucket", name)));
}

describe("a job that is created", () => {
  it("finds its pipeline staged, and is not waited for", async () => {
    const { result, messages } = launchDateDim();
    expect((await result).state).toBe("CREATED");

    const [name = ""] = cloud().storage.names("my-bucket");
    expect(name).toBe("tmp/my-job.20260102T030405Z-host-1-abcd/pipeline.pb");
    const [job] = cloud().dataflow.jobs;
    expect(job).toMatchObject({
      name: "my-job",
      type: "JOB_TYPE_BATCH",
      environment: {
        sdkPipelineOptions: {
          options: {
            pipelineUrl: `gs://my-bucket/${name}`,
            pipelineProtoHash: createHash("sha256")
              .update(cloud().storage.content("my-bucket", name) ?? "")
              .digest("hex"),
            snapshotDate: "2026-01-02",
          },
        },
      },
    });
    expect(messages).toEqual([
      `Job ${job?.id ?? ""}: https://console.cloud.google.com/dataflow/jobs/us-central1/${job?.id ?? ""}?project=my-project`,
    ]);
    expect(cloud().dataflow.calls.map(({ name }) => name)).toEqual(["dataflow.jobs.create"]);
  });

  it.each<[Fault, "before" | "after"]>([
    [503, "before"],
    [503, "after"],
    ["reset", "before"],
    ["reset", "after"],
    ["cut", "after"],
  ])("is one job although its request fails (%s %s its effect)", async (fault, moment) => {
    let left = 1;
    cloud().dataflow.faults = (call, now) =>
      call.name === "dataflow.jobs.create" && now === moment && left-- > 0 ? fault : undefined;
    expect((await launchDateDim().result).state).toBe("CREATED");
    expect(cloud().dataflow.jobs).toHaveLength(1);
  });

  it.each([true, false])("is one of its name that is active (409: %s)", async (refused) => {
    await launchDateDim([], { runId: "20260101T000000Z-host-1-0000" }).result;
    cloud().dataflow.refusesActiveNames = refused;
    await expect(launchDateDim().result).rejects.toThrow(
      /A job named my-job is already active: 2026-01-02_03_04_05-1\. Wait .* --jobName/,
    );
    Object.assign(cloud().dataflow.jobs[0] ?? {}, { currentState: "JOB_STATE_DONE" });
    expect((await launchDateDim().result).state).toBe("CREATED");
    expect(cloud().dataflow.jobs).toHaveLength(2);
  });

  it("says what to do when the service refuses it", async () => {
    await expect(launchDateDim(["--region=europe-west4"]).result).rejects.toThrow(
      /^Dataflow found no project my-project with a region europe-west4: .* Correct --project or --region\.$/,
    );
    cloud().dataflow.faults = () => 503;
    await expect(launchDateDim().result).rejects.toThrow(
      /^Dataflow answered 503: dataflow\.jobs\.create failed 3 times/,
    );
  });
});

describe("a job that is only described", () => {
  it("is a template: written, and not created", async () => {
    const { result, messages } = launchDateDim([
      "--templateLocation=gs://my-bucket/launches/1/job_object",
    ]);
    expect((await result).state).toBe("DESCRIBED");
    expect(cloud().storage.names("my-bucket")).toEqual([
      "launches/1/job_object",
      "tmp/my-job.20260102T030405Z-host-1-abcd/pipeline.pb",
    ]);
    expect(stored("launches/1/job_object")).toMatchObject({
      name: "my-job",
      environment: {
        tempStoragePrefix:
          "storage.googleapis.com/my-bucket/tmp/my-job.20260102T030405Z-host-1-abcd",
      },
    });
    expect(messages).toEqual(["The job's template: gs://my-bucket/launches/1/job_object"]);
    expect(cloud().dataflow.calls).toHaveLength(0);
  });

  it("lies in a folder to look at, without a call of the cloud", async () => {
    process.env.DATAFLOW_EMULATOR_HOST = "";
    const staging = join(folder(), "staging");
    const { result } = launchDateDim([`--stagingLocation=${staging}`]);
    expect((await result).state).toBe("DESCRIBED");
    const job = join(staging, "my-job.20260102T030405Z-host-1-abcd");
    expect(readdirSync(job).sort()).toEqual(["job.json", "pipeline.pb"]);
    expect(JSON.parse(readFileSync(join(job, "job.json"), "utf8"))).toMatchObject({
      name: "my-job",
    });
    expect([...cloud().storage.calls, ...cloud().dataflow.calls]).toHaveLength(0);
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
    await expect(launchDateDim([flag]).result).rejects.toThrow(
      new RegExp(`^There is no bucket ${bucket}: .* Create it`),
    );
    expect(cloud().storage.names("my-bucket")).toEqual([]);
    expect(cloud().dataflow.calls).toHaveLength(0);
  });

  it("may be one that only the workers may see", async () => {
    cloud().storage.forbidden.add("my-output");
    expect((await launchDateDim().result).state).toBe("CREATED");
  });
});
