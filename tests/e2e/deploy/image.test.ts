import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serveSampleMarket } from "../../../pipelines/sample_market/serve_sample_market";
import { templateMetadata } from "../../../templates/metadata";
import { goMissing } from "../../../emulators/tools/go_tool";
import { imageFolder } from "../../../emulators/dataflow/image_folder";
import { LocalCloud } from "../../../emulators/dataflow/local_cloud";
import { describeUnless } from "../../support/describe_unless";
import { builderMissing, imageCache, withoutDocker } from "../../support/deploy/without_docker";

const pipeline = "market-snapshot";
const suite = describeUnless(builderMissing(), goMissing());

suite("the image", () => {
  let folder: string;
  let scripts: string;
  const env = {
    PATH: "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
    NODE_ENV: "production",
    FLEX_TEMPLATE_GO_BINARY: "/app/template_launcher",
    CRYPTO_PIPELINE: pipeline,
    SDK_CONTAINER_IMAGE: `local/${pipeline}:1`,
  };

  beforeAll(() => {
    scripts = mkdtempSync(join(tmpdir(), "image-"));
    folder = execFileSync(join(withoutDocker, "build_image.sh"), [imageCache, pipeline], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  }, 1_200_000);

  afterAll(() => {
    rmSync(scripts, { recursive: true });
  });

  it("contains what runs, and nothing of the tests or their tools", () => {
    expect(readdirSync(join(folder, "app")).sort()).toEqual([
      "dist",
      "node_modules",
      "package.json",
      "sql",
      "template_launcher",
    ]);
    expect(readdirSync(join(folder, "app/dist")).sort()).toEqual([
      "dashboard",
      "pipelines",
      "schemas",
    ]);
    // What the command dashboard reads from BigQuery with.
    expect(readdirSync(join(folder, "app/dist/dashboard"))).toEqual(["dashboard.html"]);
    expect(readdirSync(join(folder, "app/sql"))).toEqual(["dashboard"]);
    for (const name of ["jest", "typescript", "eslint", "@duckdb"]) {
      expect([name, existsSync(join(folder, "app/node_modules", name))]).toEqual([name, false]);
    }
    const size = Number(
      execFileSync("du", ["-sm", join(folder, "app")])
        .toString()
        .split("\t")[0],
    );
    expect(size).toBeLessThan(130);
  });

  it("starts as a worker that drops root's privileges and names what it needs", () => {
    const boot = ["/opt/apache/beam/boot", "--id=1"];
    const NODE_OPTIONS =
      "--import=data:text/javascript,console.error(process.getuid(),process.getgroups())";
    const { status, stderr } = spawnSync("chroot", [folder, ...boot], {
      encoding: "utf8",
      env: { ...env, NODE_OPTIONS },
    });
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^1000 \[ 1000 \]\nA Beam worker is started by/),
    ]);
  });

  it("launches a pipeline and runs its workers", async () => {
    const image = imageFolder(folder, env, scripts);
    const market = await serveSampleMarket({ coins: 300, date: "2026-01-06" });
    const cloud = await LocalCloud.start({ imageNamed: () => image });
    const spec = {
      image: env.SDK_CONTAINER_IMAGE,
      sdkInfo: { language: "GO" },
      metadata: templateMetadata(pipeline),
    };
    const upload = `${cloud.storage}/upload/storage/v1/b/demo-bucket/o?uploadType=media&name=t.json`;
    await fetch(upload, { method: "POST", body: JSON.stringify(spec) });
    const job = await cloud.dataflow.launch("demo-project", "europe-west1", {
      jobName: "image",
      containerSpecGcsPath: "gs://demo-bucket/t.json",
      parameters: {
        source: market.url,
        output: "gs://demo-bucket/crypto",
        snapshotDate: "2026-01-06",
      },
      environment: {},
    });
    await job.ended;
    const messages = job.messages.map(({ messageText }) => messageText);
    await cloud.close();
    await market.close();
    expect([job.state, messages]).toEqual(["JOB_STATE_DONE", expect.anything()]);
  }, 300_000);
});
