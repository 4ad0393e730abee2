import {
  type CloudDoubles,
  bucket,
  project,
  startCloudDoubles,
} from "../../emulators/google/cloud_doubles";
import { DataflowDouble } from "../../emulators/google/dataflow_double";
import { rowsOf } from "../../emulators/google/bigquery/rows";
import { log } from "../../pipelines/core/log";
import type { RunReport } from "../../pipelines/run/report";
import { tablesOf } from "../../schemas/tables";
import { environmentVariables } from "../support/environment_variables";
import { errorOf } from "../support/error_of";
import { runInProcess } from "../support/run_in_process";

const setVariables = environmentVariables();
const { runs } = tablesOf("date-dim");
const report = "out/runs/date-dim/2026-01-02.json";
let cloud: CloudDoubles;
let dataflow: DataflowDouble;

beforeEach(async () => {
  cloud = await startCloudDoubles();
  dataflow = new DataflowDouble();
  setVariables({ ...cloud.env, DATAFLOW_EMULATOR_HOST: await dataflow.start() });
  log.level = "silent";
});
afterEach(async () => {
  await Promise.all([cloud.stop(), dataflow.stop()]);
});

function launch(state: string, ...more: string[]) {
  dataflow.script = {
    states: [`JOB_STATE_${state}`],
    messages: [
      {
        ...{ id: "m1", time: "2026-01-02T03:04:01Z", messageImportance: "JOB_MESSAGE_ERROR" },
        messageText: "In step DaysOfMonth: no worker could start",
      },
    ],
  };
  return runInProcess(
    ...["date-dim", "--runner=dataflow", `--project=${project}`, "--region=us-central1"],
    ...[`--tempLocation=gs://${bucket}/tmp`, "--sdkContainerImage=gcr.io/p/img:1"],
    ...[`--output=gs://${bucket}/out`, `--warehouse=bigquery:${project}.crypto`],
    ...["--snapshotDate=2026-01-02", ...more],
  );
}

const reported = () => {
  const content = cloud.storage.content(bucket, report);
  return content && (JSON.parse(content.toString()) as RunReport);
};
const rows = () => rowsOf(runs, cloud.bigquery.table("crypto", runs.name).rows());

describe("A Dataflow run that is waited for", () => {
  it.each(["FAILED", "CANCELLED"])("leaves its report and its row when it is %s", async (state) => {
    const error = await errorOf(launch(state, "--wait"));
    expect(error).toMatch(`ended as ${state}: In step DaysOfMonth: no worker could start`);
    expect(reported()).toMatchObject({ state: "FAILED", error, snapshot_date: "2026-01-02" });
    expect(rows()).toMatchObject([{ run_id: reported()?.run_id, state: "FAILED", error }]);
    expect(cloud.storage.names(bucket).filter((name) => name.startsWith("out/"))).toEqual([report]);
  });

  it("keeps the report that its last step has written", async () => {
    let runId = "";
    dataflow.faults = (call, moment) => {
      // The last step fails while the job is running, before its end is seen.
      if (call.name === "dataflow.jobs.get" && moment === "before") {
        const [job] = dataflow.jobs;
        runId = job?.clientRequestId ?? "";
        const written = { run_id: runId, state: "FAILED", error: "99 of 100 were rejected" };
        cloud.storage.put(bucket, report, JSON.stringify(written));
      }
      return undefined;
    };
    await expect(launch("FAILED", "--wait")).rejects.toThrow("ended as FAILED");
    expect(runId).not.toBe("");
    expect(reported()).toEqual({
      run_id: runId,
      state: "FAILED",
      error: "99 of 100 were rejected",
    });
  });

  it("fails as it failed when it can't be recorded", async () => {
    cloud.bigquery.forbidden.add(project);
    dataflow.faults = ({ name }) => {
      if (name === "dataflow.jobs.get") cloud.storage.forbidden.add(bucket);
      return undefined;
    };
    await expect(launch("FAILED", "--wait")).rejects.toThrow("ended as FAILED");
  });

  it("is not recorded when another job continues it", async () => {
    await expect(launch("UPDATED", "--wait")).rejects.toThrow("ended as UPDATED");
    expect(reported()).toBeUndefined();
  });
});

it("A Dataflow run that is not waited for is recorded by its workers alone", async () => {
  await launch("FAILED");
  expect(reported()).toBeUndefined();
});
