import { LocalCloud } from "../../../emulators/dataflow/local_cloud";
import { freePort } from "../../../emulators/tools/child_server";
import { goMissing } from "../../../emulators/tools/go_tool";
import { pythonMissing } from "../../../emulators/tools/python_tool";
import { serveSampleMarket } from "../../../pipelines/sample_market/serve_sample_market";
import { airflowVersions, type AirflowVersion } from "../../support/airflow/airflow";
import { AirflowHome, localPlaces } from "../../support/airflow/airflow_home";
import { publishTemplates } from "../../support/dataflow/publish_templates";
import { StoredFiles } from "../../support/dataflow/stored_files";
import { describeUnless } from "../../support/describe_unless";
import { runCli } from "../../support/run_cli";

const days = ["2026-01-05", "2026-01-06", "2026-01-07"];
const [from, , to] = days;
const suite = describeUnless(pythonMissing(), goMissing());

const rebuildIn = (version: AirflowVersion) => {
  let airflow: AirflowHome;
  let cloud: LocalCloud;
  let files: StoredFiles;
  let source: string;
  let made: Record<string, string>;

  beforeAll(async () => {
    cloud = await LocalCloud.start();
    files = new StoredFiles(cloud.storage);
    await publishTemplates(cloud.storage);
    // One address, whose market moves on: it is a source with an archive of each of the days.
    const port = await freePort();
    source = `http://127.0.0.1:${port}`;
    for (const date of days) {
      const market = await serveSampleMarket({ coins: 300, date, port });
      await makeDay(date);
      await market.close();
    }
    made = await files.csvFiles();
    airflow = AirflowHome.make(version, cloud.airflowEnvironment());
  }, 900_000);

  afterAll(async () => {
    await cloud.close();
    airflow.remove();
  });

  it("makes all days again from the archive, one job a pipeline", async () => {
    expect(Object.keys(made)).toEqual(
      expect.arrayContaining(days.map((day) => `crypto/daily_snapshots/crypto_${day}.csv`)),
    );
    await files.deleteMade();
    expect(await files.csvFiles()).toEqual({});
    // The market is not served any more: a call would fail the job.
    const { code, log } = await rebuild({ from, to });
    expect([code, code === 0 ? "" : log]).toEqual([0, ""]);
    expect(jobs()).toEqual([
      "crypto-asset-dim-2026-01-05-to-2026-01-07 JOB_STATE_DONE",
      "crypto-market-snapshot-2026-01-05-to-2026-01-07 JOB_STATE_DONE",
    ]);
    expect(await files.csvFiles()).toEqual(made);
  }, 400_000);

  it("has nothing left to do when it runs again, and is done", async () => {
    const { code, log } = await rebuild({ from, to });
    expect([code, code === 0 ? "" : log]).toEqual([0, ""]);
    expect(await files.csvFiles()).toEqual(made);
  }, 400_000);

  it("makes what its form asks for only, in a task that waits in the triggerer", async () => {
    const asked = { pipelines: ["market-snapshot"], only_archived: true, force: true };
    const run = await rebuild({ from: "2026-01-01", to: from, ...asked }, { deferrable: true });
    expect([run.code, run.code === 0 ? "" : run.log]).toEqual([0, ""]);
    expect(jobs()).toEqual(["crypto-market-snapshot-2026-01-01-to-2026-01-05 JOB_STATE_DONE"]);
    expect(await files.csvFiles()).toEqual(made);
  }, 400_000);

  it("fails at once, in one line, when the days are wrong", async () => {
    const { code, log } = await rebuild({ from: to, to: from });
    expect(code).toBe(1);
    expect(log).toContain(
      "crypto_rebuild_dag: choose failed for 2026-01-07..2026-01-05 at try 1: " +
        "The param from, 2026-01-07, is after to, 2026-01-05: swap them.",
    );
    expect(jobs()).toEqual([]);
  }, 400_000);

  async function makeDay(date: string): Promise<void> {
    const { code, stderr } = await runCli(
      [
        ...["market-snapshot", "asset-dim", `--source=${source}`, `--snapshotDate=${date}`],
        ...[`--output=${localPlaces.output}`, "--warehouse=none"],
      ],
      { env: { STORAGE_EMULATOR_HOST: cloud.storage } },
    );
    if (code !== 0) throw new Error(`The day ${date} could not be made: ${stderr}`);
  }

  function rebuild(params: object, settings: object = {}) {
    cloud.dataflow.jobs.clear();
    const once = { retry_delay_seconds: 0.1, poll_seconds: 1, retries: 1 };
    return airflow.testRebuild(params, { ...once, ...localPlaces, source, ...settings });
  }

  /** The jobs of the last rebuild, and how they have ended; of one that failed, why. */
  function jobs(): string[] {
    const ended = [...cloud.dataflow.jobs.values()].map(({ name, state, messages }) => {
      const errors = messages.filter((one) => one.messageImportance === "JOB_MESSAGE_ERROR");
      return [name, state, ...errors.map(({ messageText }) => messageText)].join(" ");
    });
    return ended.sort();
  }
};

for (const version of airflowVersions) {
  suite(`the rebuild of days in Airflow ${version}`, () => {
    rebuildIn(version);
  });
}
