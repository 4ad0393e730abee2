import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import {
  serveSampleMarket,
  type SampleMarketServer,
} from "../../../pipelines/sample_market/serve_sample_market";
import { dailyPipelines } from "../../../pipelines/options/pipeline_spec";
import { csvPath } from "../../../pipelines/run/paths";
import { defaultJobName } from "../../../pipelines/runners/job_identity";
import { dailyTables } from "../../support/daily_tables";
import { airflowVersions, type AirflowVersion } from "../../support/airflow/airflow";
import { AirflowHome, localPlaces } from "../../support/airflow/airflow_home";
import { goMissing } from "../../../emulators/tools/go_tool";
import { LocalCloud } from "../../../emulators/dataflow/local_cloud";
import { publishTemplates } from "../../support/dataflow/publish_templates";
import { StoredFiles } from "../../support/dataflow/stored_files";
import { pythonMissing } from "../../../emulators/tools/python_tool";
import { describeUnless } from "../../support/describe_unless";

const date = "2026-01-06";
const suite = describeUnless(pythonMissing(), goMissing());

const dagRunIn = (version: AirflowVersion) => {
  const failures = new Map<string, number>();
  const alerts: string[] = [];
  let airflow: AirflowHome;
  let cloud: LocalCloud;
  let market: SampleMarketServer;
  let slack: Server;
  let files: StoredFiles;

  beforeAll(async () => {
    market = await serveSampleMarket({ coins: 300, date });
    cloud = await LocalCloud.start({ failures });
    slack = createServer((request, response) => {
      void json(request).then((body) => {
        alerts.push((body as { text: string }).text);
        response.end("ok");
      });
    });
    await new Promise<void>((resolve) => slack.listen(0, "127.0.0.1", resolve));
    files = new StoredFiles(cloud.storage);
    await publishTemplates(cloud.storage);
    const webhook = `http://127.0.0.1:${(slack.address() as AddressInfo).port}/`;
    airflow = AirflowHome.make(version, {
      AIRFLOW_CONN_SLACK: JSON.stringify({ conn_type: "http", password: webhook }),
      ...cloud.airflowEnvironment(),
    });
  }, 900_000);

  afterAll(async () => {
    await cloud.close();
    await market.close();
    slack.close();
    airflow.remove();
  });

  it("runs the three pipelines, and a second run changes nothing", async () => {
    expect((await testDag({})).code).toBe(0);
    expect(endsOfJobs()).toEqual(["JOB_STATE_DONE", "JOB_STATE_DONE", "JOB_STATE_DONE"]);
    expect([...cloud.dataflow.jobs.values()].map(({ name }) => name).sort()).toEqual(
      dailyPipelines.map((pipeline) => defaultJobName(pipeline, date)).sort(),
    );
    const first = await files.csvFiles();
    expect(Object.keys(first)).toEqual(
      dailyTables.map((table) => `crypto/${csvPath(table, date)}`).sort(),
    );
    expect((await testDag({})).code).toBe(0);
    expect(await files.csvFiles()).toEqual(first);
  }, 400_000);

  it("relaunches a failed job, in a task that waits in the triggerer", async () => {
    cloud.dataflow.jobs.clear();
    failures.set("market-snapshot", 1);
    expect((await testDag({ deferrable: true })).code).toBe(0);
    expect(endsOfJobs().sort()).toEqual([
      ...["JOB_STATE_DONE", "JOB_STATE_DONE", "JOB_STATE_DONE"],
      "JOB_STATE_FAILED",
    ]);
    expect(alerts).toEqual([]);
  }, 400_000);

  it("fails when a job finally fails, alerts people, and leaves the earlier data", async () => {
    const before = await files.csvFiles();
    failures.set("asset-dim", 9);
    expect((await testDag({ retries: 1 })).code).toBe(1);
    expect(alerts).toEqual([
      expect.stringMatching(/^crypto_etl_dag: asset_dim failed for 2026-01-06 at try 2: /),
    ]);
    expect(await files.csvFiles()).toEqual(before);
  }, 400_000);

  function testDag(settings: object) {
    return airflow.testDag(date, {
      ...{ retry_delay_seconds: 0.1, poll_seconds: 1, retries: 2 },
      ...localPlaces,
      source: market.url,
      alerts: { slack_conn_id: "slack" },
      ...settings,
    });
  }

  function endsOfJobs(): string[] {
    return [...cloud.dataflow.jobs.values()].map(({ state }) => state);
  }
};

for (const version of airflowVersions) {
  suite(`the DAG's run in Airflow ${version}`, () => {
    dagRunIn(version);
  });
}
