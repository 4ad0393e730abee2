import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  bucket,
  type CloudDoubles,
  project,
  startCloudDoubles,
} from "../../emulators/google/cloud_doubles";
import { ApiError } from "../../emulators/google/api_double";
import { DataflowDouble } from "../../emulators/google/dataflow_double";
import { askDryRun, daysOf } from "../support/ask_dry_run";
import { folderState } from "../support/folder_state";
import { runCli } from "../support/run_cli";
import { temporaryFolder } from "../support/temporary_folder";

const date = "2026-01-02";
const folder = temporaryFolder();
let doubles: CloudDoubles;
let dataflow: DataflowDouble;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  doubles = await startCloudDoubles();
  dataflow = new DataflowDouble();
  env = { ...doubles.env, DATAFLOW_EMULATOR_HOST: await dataflow.start() };
});
afterAll(async () => {
  await Promise.all([doubles.stop(), dataflow.stop()]);
});

const places = (name: string) => [
  ...[`--output=gs://${bucket}/${name}`, `--warehouse=bigquery:${project}.${name}`],
];
const job = [
  ...["--runner=dataflow", "--source=public", `--project=${project}`, "--region=us-central1"],
  ...["--sdkContainerImage=gcr.io/p/image:1", `--tempLocation=gs://${bucket}/tmp`],
];

/** What the services were asked for meanwhile: all of it reads. */
async function reading<T>(step: () => Promise<T>): Promise<T> {
  const { storage, bigquery } = doubles;
  const before = [storage.calls.length, bigquery.calls.length, dataflow.calls.length] as const;
  const result = await step();
  const calls = [...storage.calls.slice(before[0]), ...bigquery.calls.slice(before[1])];
  const names = calls.map(({ name }) => name.replace(/^(\w+)\./, ""));
  expect(names.filter((name) => !/\.(get|list)$/.test(name))).toEqual([]);
  expect(names).not.toEqual([]);
  expect(dataflow.calls).toHaveLength(before[2]);
  return result;
}

describe("--dryRun with files in Cloud Storage and tables in BigQuery", () => {
  it("reads what is there, and changes nothing", async () => {
    const command = [
      ...["market-snapshot", "--source=sample:30", `--snapshotDate=${date}`, ...places("filled")],
    ];
    const dryRun = () => reading(() => askDryRun(command, { env, cwd: folder() }));
    const before = await dryRun();
    expect(before.code).toBe(0);
    const things = ({ report }: typeof before) =>
      daysOf(report).flatMap((day) => [...day.files, ...day.tables]);
    expect(things(before).filter(({ exists }) => exists !== false)).toEqual([]);
    expect(doubles.storage.names(bucket)).toEqual([]);

    await runCli(command, { env });
    const names = doubles.storage.names(bucket);
    const after = await dryRun();
    expect(things(after).filter(({ exists }) => exists !== true)).toEqual([]);
    expect(daysOf(after.report)).toMatchObject([{ from_archive: true }]);
    expect(daysOf(after.report).flatMap(({ tables }) => tables)).toContainEqual(
      expect.objectContaining({ name: `${project}.filled.crypto_market_snapshot_fact` }),
    );
    expect(doubles.storage.names(bucket)).toEqual(names);
    expect(after.report.notes.join()).toMatch(/Which market and currency .* is not asked/);
  });

  it("refuses what the output's files show, and a bucket that is not there", async () => {
    const command = ["market-snapshot", "--source=public", ...places("filled")];
    const other = await reading(() => askDryRun(command, { env }));
    expect(other.code).toBe(1);
    expect(other.errors.join()).toMatch(/filled holds data of the sample market/);
    const nowhere = ["market-snapshot", ...job, "--output=gs://no-such-bucket/x"];
    const missing = await reading(() => askDryRun(nowhere, { env }));
    expect(missing.code).toBe(1);
    expect(missing.errors.join()).toMatch(/There is no bucket gs:\/\/no-such-bucket/);
  });
});

describe("--dryRun of a job on Dataflow", () => {
  it("names the job, and creates neither it nor what is staged", async () => {
    const before = doubles.storage.names(bucket);
    const { code, report } = await reading(() =>
      askDryRun(["market-snapshot", ...job, ...places("job"), "--maxNumWorkers=3"], { env }),
    );
    expect(code).toBe(0);
    expect(report.runner).toEqual({
      runner: "dataflow",
      project,
      region: "us-central1",
      sdk_container_image: "gcr.io/p/image:1",
      temp_location: `gs://${bucket}/tmp`,
      staging_location: `gs://${bucket}/tmp`,
      job_file: null,
      is_waited_for: false,
      service_account_email: null,
      max_num_workers: 3,
      worker_machine_type: null,
    });
    const [day] = daysOf(report);
    expect(report.pipelines).toMatchObject([
      { job_name: `crypto-market-snapshot-${day?.snapshot_date ?? ""}` },
    ]);
    expect(doubles.storage.names(bucket)).toEqual(before);
    expect(dataflow.jobs).toEqual([]);
  });

  it("names the template, or the description in a folder, instead of a job", async () => {
    const staged = join(folder(), randomUUID());
    mkdirSync(staged);
    const empty = folderState(staged);
    const { DATAFLOW_EMULATOR_HOST: _, ...cloud } = env;
    const template = `gs://${bucket}/templates/market.json`;
    for (const [option, file] of [
      [`--templateLocation=${template}`, template],
      [`--stagingLocation=${staged}`, `${staged}/<job>/job.json`],
    ] as const) {
      const command = ["market-snapshot", ...job, ...places("job"), option];
      const { code, report } = await reading(() => askDryRun(command, { env: cloud }));
      expect(code).toBe(0);
      expect(report.runner).toMatchObject({ job_file: file });
    }
    expect(folderState(staged)).toEqual(empty);
  });

  it("says so where this account may not read the places", async () => {
    const { storage, bigquery } = doubles;
    const denied = new ApiError(403, "forbidden", "Permission denied.");
    storage.faults = () => denied;
    bigquery.faults = () => denied;
    try {
      const command = ["market-snapshot", ...job, ...places("job")];
      const { code, report } = await reading(() => askDryRun(command, { env }));
      expect(code).toBe(0);
      expect(report.notes.filter((note) => note.includes("is not known"))).toHaveLength(2);
      const things = daysOf(report).flatMap((day) => [...day.files, ...day.tables]);
      expect(things.filter(({ exists }) => exists !== null)).toEqual([]);
      // A run of this account could not do without them.
      const direct = ["date-dim", ...places("job")];
      const refused = await reading(() => askDryRun(direct, { env }));
      expect(refused.code).toBe(1);
      expect(refused.errors.join()).toMatch(/No access to gs:/);
    } finally {
      storage.faults = () => undefined;
      bigquery.faults = () => undefined;
    }
  });
});
