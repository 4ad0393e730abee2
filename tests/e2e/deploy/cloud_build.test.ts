import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipelineNames } from "../../../pipelines/options/pipeline_spec";
import { templateMetadata } from "../../../templates/metadata";
import { CloudBuild } from "../../support/deploy/cloud_build";
import { gcloudMissing } from "../../../emulators/tools/gcloud";
import { goMissing } from "../../../emulators/tools/go_tool";
import { LocalCloud } from "../../../emulators/dataflow/local_cloud";
import { pythonMissing } from "../../../emulators/tools/python_tool";
import { describeUnless } from "../../support/describe_unless";

const suite = describeUnless(gcloudMissing(), goMissing(), pythonMissing());

suite("the steps of cloudbuild.yaml", () => {
  const buckets = ["demo-project-crypto", "composer-bucket"];
  let build: CloudBuild;
  let cloud: LocalCloud;
  let config: string;

  beforeAll(async () => {
    config = mkdtempSync(join(tmpdir(), "gcloud-"));
    cloud = await LocalCloud.start({ buckets });
    const env = { CLOUDSDK_CONFIG: config, ...cloud.gcloudEnvironment() };
    build = new CloudBuild("cloudbuild.yaml", env);
  }, 600_000);

  afterAll(async () => {
    await cloud.close();
    rmSync(config, { recursive: true });
  });

  it("push, write specs and sync only after the tests and the images", () => {
    expect(build.ids).toEqual([
      ...["test", "date-dim", "asset-dim", "market-snapshot"],
      ...["push", "templates", "sync"],
    ]);
  });

  it("templates: write a spec of this commit's image for each pipeline", async () => {
    await build.run("templates");
    for (const pipeline of pipelineNames) {
      const { name, description, parameters } = templateMetadata(pipeline);
      const spec = await object("demo-project-crypto", `templates/${pipeline}.json`);
      expect(JSON.parse(spec)).toMatchObject({
        image: `europe-west1-docker.pkg.dev/demo-project/crypto-pipelines/${pipeline}:abc123`,
        sdkInfo: { language: "GO" },
        // gcloud leaves out what is false.
        metadata: { name, description, parameters },
      });
    }
  }, 120_000);

  it("sync: copy the SQL and the schemas, and the DAG where there is a Composer", async () => {
    await build.run("sync", { _COMPOSER_BUCKET: "" });
    expect(await names("composer-bucket")).toEqual([]);
    expect(await names("demo-project-crypto")).toEqual(
      expect.arrayContaining([
        "schemas/date_dim.bigquery.json",
        "sql/checks/snapshot_is_not_empty.sql",
      ]),
    );
    await build.run("sync", { _COMPOSER_BUCKET: "composer-bucket" });
    expect(await names("composer-bucket")).toEqual(
      expect.arrayContaining([
        "dags/.airflowignore",
        "dags/crypto_etl/build_dag.py",
        "dags/crypto_etl/settings.json",
        "dags/crypto_etl_dag.py",
        "dags/sql/checks/snapshot_is_not_empty.sql",
      ]),
    );
  }, 120_000);

  async function names(bucket: string): Promise<string[]> {
    const response = await fetch(`${cloud.storage}/storage/v1/b/${bucket}/o`);
    const { items = [] } = (await response.json()) as { items?: { name: string }[] };
    return items.map(({ name }) => name);
  }

  async function object(bucket: string, name: string): Promise<string> {
    const path = `/storage/v1/b/${bucket}/o/${encodeURIComponent(name)}?alt=media`;
    return (await fetch(cloud.storage + path)).text();
  }
});
