import {
  serveSampleMarket,
  type SampleMarketServer,
} from "../../../pipelines/sample_market/serve_sample_market";
import { log } from "../../../pipelines/core/log";
import { pipelineNames } from "../../../pipelines/options/pipeline_spec";
import { goMissing } from "../../../emulators/tools/go_tool";
import { LocalCloud } from "../../../emulators/dataflow/local_cloud";
import { runCli, startCli } from "../../support/run_cli";
import { describeUnless } from "../../support/describe_unless";

const suite = describeUnless(goMissing());

suite("jobs on a local Dataflow, with Prism and fake-gcs-server", () => {
  let cloud: LocalCloud;
  let market: SampleMarketServer;

  beforeAll(async () => {
    log.level = "silent";
    cloud = await LocalCloud.start({ buckets: ["demo-bucket"] });
    market = await serveSampleMarket({ coins: 300, date: "2026-01-02" });
  }, 600_000);

  afterAll(async () => {
    await market.close();
    await cloud.close();
  });

  function command(pipeline: string, ...flags: string[]): Parameters<typeof runCli> {
    const args = [
      pipeline,
      "--runner=dataflow",
      "--project=demo-project",
      "--region=us-central1",
      "--temp-location=gs://demo-bucket/temp",
      `--sdk-container-image=us-docker.pkg.dev/demo-project/crypto/${pipeline}:1`,
      ...(pipeline === "date-dim" ? [] : [`--source=${market.url}`]),
      "--snapshot-date=2026-01-02",
      ...(pipeline === "market-history" ? oneDay : []),
      "--output=gs://demo-bucket/crypto",
      ...flags,
    ];
    const env = { STORAGE_EMULATOR_HOST: cloud.storage, DATAFLOW_EMULATOR_HOST: cloud.url };
    return [args, { env }];
  }

  async function stored(path: string): Promise<string> {
    const name = encodeURIComponent(path);
    const url = `${cloud.storage}/storage/v1/b/demo-bucket/o/${name}?alt=media`;
    return (await fetch(url)).text();
  }

  const oneDay = ["--coins=top:9", "--start-date=2026-01-02", "--end-date=2026-01-02"];

  it.each(pipelineNames)(
    "%s is done, with its counters and messages",
    async (pipeline) => {
      const { code, stdout, errors } = await runCli(...command(pipeline, "--wait"));
      expect({ code, errors }).toEqual({ code: 0, errors: [] });
      expect(stdout).toMatch(/^Job \S+: https:\/\/console\.cloud\.google\.com\/dataflow\/jobs\//);
      expect(stdout).toMatch(new RegExp(`Job \\S+: DONE\n${pipeline}  2026-01-02  done in`));
      expect(JSON.parse(await stored(`crypto/runs/${pipeline}/2026-01-02.json`))).toMatchObject({
        state: "DONE",
        counts: { rejects: 0 },
      });
    },
    180_000,
  );

  it("is idempotent, without another API call", async () => {
    const file = "crypto/daily_snapshots/crypto_2026-01-02.csv";
    const [before, calls] = [await stored(file), market.requests.length];
    expect(before.split("\n").length).toBeGreaterThan(290);
    expect((await runCli(...command("market-snapshot", "--wait"))).code).toBe(0);
    expect(await stored(file)).toBe(before);
    expect(market.requests).toHaveLength(calls);
  }, 180_000);

  it("reports the cause of a failure in one line", async () => {
    const elsewhere = "--source=http://127.0.0.1:9";
    const { code, errors } = await runCli(
      ...command("market-snapshot", "--wait", elsewhere, "--output=gs://demo-bucket/failed"),
    );
    expect(code).toBe(1);
    expect(errors).toEqual([
      expect.stringMatching(
        /^The Dataflow job crypto-market-snapshot-2026-01-02 \(\S+\) ended as FAILED: .*127\.0\.0\.1:9/,
      ),
    ]);
  }, 180_000);

  it("leaves a job running when the launcher stops waiting", async () => {
    const { child, ended } = startCli(...command("asset-dim", "--wait", "--refresh"));
    child.stdout.once("data", () => child.kill("SIGINT"));
    const { signal, errors } = await ended;
    expect(signal).toBe("SIGINT");
    expect(errors).toEqual([
      expect.stringMatching(/^Interrupted: the job \S+ is still running\. To cancel it/),
    ]);
    const job = [...cloud.dataflow.jobs.values()].at(-1);
    expect(job?.state).not.toBe("JOB_STATE_CANCELLED");
  }, 180_000);
});
