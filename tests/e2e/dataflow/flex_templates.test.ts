import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  serveSampleMarket,
  type SampleMarketServer,
} from "../../../pipelines/sample_market/serve_sample_market";
import { pipelineNames } from "../../../pipelines/options/pipeline_spec";
import { gcloudMissing } from "../../../emulators/tools/gcloud";
import { goMissing } from "../../../emulators/tools/go_tool";
import { LocalCloud } from "../../../emulators/dataflow/local_cloud";
import { describeUnless } from "../../support/describe_unless";
import { checkout } from "../../support/checkout";

interface Job {
  readonly id: string;
}

const execFileAsync = promisify(execFile);
const region = "--region=europe-west1";
const suite = describeUnless(gcloudMissing(), goMissing());

suite("the templates, with the real gcloud,", () => {
  let cloud: LocalCloud;
  let market: SampleMarketServer;
  let config: string;

  beforeAll(async () => {
    config = mkdtempSync(join(tmpdir(), "gcloud-"));
    market = await serveSampleMarket({ coins: 300, date: "2026-01-06" });
    cloud = await LocalCloud.start();
    for (const pipeline of pipelineNames) {
      await gcloud("dataflow", "flex-template", "build", spec(pipeline), [
        `--image=europe-docker.pkg.dev/demo-project/crypto/${pipeline}:1`,
        "--sdk-language=GO",
        `--metadata-file=${join(checkout, "templates", pipeline, "metadata.json")}`,
      ]);
    }
  }, 600_000);

  afterAll(async () => {
    await cloud.close();
    await market.close();
    rmSync(config, { recursive: true });
  });

  it.each(pipelineNames)(
    "build, run and describe %s until it is done",
    async (pipeline) => {
      const day = "2026-01-06";
      const oneDay = { coins: "top:9", startDate: day, endDate: day };
      const history = pipeline === "market-history" ? oneDay : {};
      const job = await run(pipeline, { snapshotDate: day, ...history });
      expect(await endOf(job.id)).toBe("JOB_STATE_DONE");
      const described = await gcloud("dataflow", "jobs", "describe", job.id, [region]);
      expect(described).toMatchObject({ currentState: "JOB_STATE_DONE" });
      const report = await object(`runs/${pipeline}/2026-01-06.json`);
      expect(JSON.parse(report)).toMatchObject({ pipeline, state: "DONE" });
    },
    120_000,
  );

  it("cancel a running job", async () => {
    const slow = { snapshotDate: "2026-01-06", refresh: "true", requestsPerMinute: "1" };
    const job = await run("market-snapshot", slow);
    await gcloud("dataflow", "jobs", "cancel", job.id, [region]);
    expect(await endOf(job.id)).toBe("JOB_STATE_CANCELLED");
  }, 120_000);

  it("reject invalid parameters before a launch, naming all of them", async () => {
    const jobs = cloud.dataflow.jobs.size;
    const wrong = { snapshotDate: "yesterday", coin: "all" };
    await expect(run("market-snapshot", wrong)).rejects.toThrow(
      /coin: Unrecognized parameter; snapshotDate: Unmatched value 'yesterday'/,
    );
    expect(cloud.dataflow.jobs.size).toBe(jobs);
  }, 60_000);

  it("fail a job whose launcher fails, with its message", async () => {
    const job = await run("market-snapshot", { snapshotDate: "2026-02-30" });
    expect(await endOf(job.id)).toBe("JOB_STATE_FAILED");
    const { messages } = cloud.dataflow.job(job.id);
    const errors = messages.filter(({ messageImportance }) => messageImportance.endsWith("ERROR"));
    expect(errors.map(({ messageText }) => messageText)).toEqual([
      "Template launch failed: exit status 2: --snapshotDate=2026-02-30: there is no such day.",
    ]);
  }, 60_000);

  async function run(pipeline: string, parameters: Record<string, string>): Promise<Job> {
    const source = pipeline === "date-dim" ? {} : { source: market.url };
    const given = { output: "gs://demo-bucket/crypto", ...source, ...parameters };
    const text = Object.entries(given).map(([name, value]) => `${name}=${value}`);
    const name = `${pipeline}-${cloud.dataflow.jobs.size}`;
    const launched = await gcloud("dataflow", "flex-template", "run", name, [
      `--template-file-gcs-location=${spec(pipeline)}`,
      region,
      `--parameters=${text.join(",")}`,
    ]);
    return (launched as { job: Job }).job;
  }

  async function gcloud(...args: (string | string[])[]): Promise<unknown> {
    const { stdout } = await execFileAsync("gcloud", [...args.flat(), "--format=json"], {
      env: { PATH: process.env.PATH, CLOUDSDK_CONFIG: config, ...cloud.gcloudEnvironment() },
    });
    return stdout.trim() === "" ? null : (JSON.parse(stdout) as unknown);
  }

  async function endOf(id: string): Promise<string> {
    const job = cloud.dataflow.job(id);
    await job.ended;
    return job.state;
  }

  async function object(path: string): Promise<string> {
    const name = encodeURIComponent(`crypto/${path}`);
    const response = await fetch(`${cloud.storage}/storage/v1/b/demo-bucket/o/${name}?alt=media`);
    return response.text();
  }
});

function spec(pipeline: string): string {
  return `gs://demo-bucket/templates/${pipeline}.json`;
}
