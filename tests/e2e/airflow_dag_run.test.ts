import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import {
  serveSampleMarket,
  type SampleMarketServer,
} from "../../pipelines/coingecko/sample_market/serve_sample_market";
import { pipelineNames } from "../../pipelines/option_spec";
import { templateMetadata } from "../../templates/metadata";
import { airflowBin } from "../support/airflow";
import { goMissing } from "../support/local_dataflow/go_tool";
import { LocalCloud } from "../support/local_dataflow/local_cloud";
import { pythonMissing } from "../support/python_tool";
import { suiteNeeding } from "../support/suite_needing";

const root = join(__dirname, "../../..");
const date = "2026-01-06";
const suite = suiteNeeding(pythonMissing(), goMissing());

suite("the DAG's run in Airflow 3.3.2", () => {
  const failures = new Map<string, number>();
  const alerts: string[] = [];
  let home: string;
  let cloud: LocalCloud;
  let market: SampleMarketServer;
  let slack: Server;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), "airflow-"));
    market = await serveSampleMarket({ coins: 300, date });
    cloud = await LocalCloud.start({ failures });
    slack = createServer((request, response) => {
      void json(request).then((body) => {
        alerts.push((body as { text: string }).text);
        response.end("ok");
      });
    });
    await new Promise<void>((resolve) => slack.listen(0, "127.0.0.1", resolve));
    for (const pipeline of pipelineNames) await uploadSpec(cloud, pipeline);
    execFileSync(join(airflowBin("3.3.2"), "airflow"), ["db", "migrate"], {
      env: environment({}),
      stdio: "ignore",
    });
  }, 900_000);

  afterAll(async () => {
    await cloud.close();
    await market.close();
    slack.close();
    rmSync(home, { recursive: true });
  });

  it("runs the three pipelines and again changes nothing", async () => {
    expect(await testDag({})).toBe(0);
    expect(endsOfJobs()).toEqual(["JOB_STATE_DONE", "JOB_STATE_DONE", "JOB_STATE_DONE"]);
    const first = await outputs();
    expect(Object.keys(first)).toEqual([
      `crypto/daily_snapshots/crypto_${date}.csv`,
      "crypto/dimensions/asset_dim.csv",
      "crypto/dimensions/date_dim.csv",
    ]);
    expect(await testDag({})).toBe(0);
    expect(await outputs()).toEqual(first);
  }, 300_000);

  it("launches a job again that failed, in a task that waits in the triggerer", async () => {
    cloud.dataflow.jobs.clear();
    failures.set("market-snapshot", 1);
    expect(await testDag({ deferrable: true })).toBe(0);
    expect(endsOfJobs().sort()).toEqual([
      ...["JOB_STATE_DONE", "JOB_STATE_DONE", "JOB_STATE_DONE"],
      "JOB_STATE_FAILED",
    ]);
    expect(alerts).toEqual([]);
  }, 300_000);

  it("fails when a job fails for good, tells people, and leaves the earlier data", async () => {
    const before = await outputs();
    failures.set("asset-dim", 9);
    expect(await testDag({ retries: 1 })).toBe(1);
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toMatch(/^crypto_etl_dag: asset_dim failed for 2026-01-06 at try 2: /);
    expect(await outputs()).toEqual(before);
  }, 300_000);

  it("names the setting that is missing", async () => {
    cloud.dataflow.jobs.clear();
    const { code, log } = await airflow({ region: "" });
    expect(code).toBe(1);
    expect(log).toContain("The setting region is missing: a region such as europe-west1.");
    expect(endsOfJobs()).toEqual([]);
  }, 300_000);

  async function testDag(settings: object): Promise<number | null> {
    return (await airflow(settings)).code;
  }

  function airflow(settings: object): Promise<{ code: number | null; log: string }> {
    return new Promise((resolve) => {
      const child = execFile(
        join(airflowBin("3.3.2"), "airflow"),
        ["dags", "test", "crypto_etl_dag", date],
        {
          env: environment(settings),
          maxBuffer: 64 * 1024 * 1024,
          timeout: 120_000,
          killSignal: "SIGKILL",
        },
        (_, stdout, stderr) => {
          resolve({ code: child.exitCode, log: stdout + stderr });
        },
      );
    });
  }

  function environment(settings: object): Record<string, string> {
    const file = join(home, "settings.json");
    const shape = { retry_delay_seconds: 0.1, poll_seconds: 1, retries: 2 };
    const places = {
      project: "demo-project",
      region: "europe-west1",
      templates: "gs://demo-bucket/templates",
      output: "gs://demo-bucket/crypto",
      source: market.url,
      alerts: { slack_conn_id: "slack" },
    };
    writeFileSync(file, JSON.stringify({ ...shape, ...places, ...settings }));
    const webhook = `http://127.0.0.1:${(slack.address() as AddressInfo).port}/`;
    return {
      PATH: process.env.PATH ?? "",
      AIRFLOW_HOME: home,
      AIRFLOW__CORE__LOAD_EXAMPLES: "False",
      AIRFLOW__CORE__DAGS_FOLDER: join(root, "dags"),
      AIRFLOW_CONN_SLACK: JSON.stringify({ conn_type: "http", password: webhook }),
      CRYPTO_ETL_SETTINGS: file,
      PYTHONPYCACHEPREFIX: join(airflowBin("3.3.2"), "../../pycache"),
      ...cloud.airflowEnvironment(),
    };
  }

  function endsOfJobs(): string[] {
    return [...cloud.dataflow.jobs.values()].map(({ state }) => state);
  }

  /** The CSV files, by their path. */
  async function outputs(): Promise<Record<string, string>> {
    const objects = `${cloud.storage}/storage/v1/b/demo-bucket/o`;
    const { items } = (await (await fetch(`${objects}?prefix=crypto/`)).json()) as {
      items: { name: string }[];
    };
    const names = items.map(({ name }) => name).filter((name) => name.endsWith(".csv"));
    const texts = names.map(async (name) => {
      const response = await fetch(`${objects}/${encodeURIComponent(name)}?alt=media`);
      return [name, await response.text()] as const;
    });
    return Object.fromEntries((await Promise.all(texts)).sort());
  }
});

/** What `gcloud dataflow flex-template build` uploads: see flex_templates.test.ts for the real one. */
async function uploadSpec({ storage }: LocalCloud, pipeline: (typeof pipelineNames)[number]) {
  const spec = {
    defaultEnvironment: {},
    image: `local/${pipeline}:1`,
    metadata: templateMetadata(pipeline),
    sdkInfo: { language: "GO" },
  };
  const name = encodeURIComponent(`templates/${pipeline}.json`);
  const url = `${storage}/upload/storage/v1/b/demo-bucket/o?uploadType=media&name=${name}`;
  const response = await fetch(url, { method: "POST", body: JSON.stringify(spec) });
  if (!response.ok) throw new Error(`The spec can't be uploaded: HTTP ${response.status}.`);
}
