import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipelineNames } from "../../../pipelines/options/pipeline_spec";
import { templateMetadata } from "../../../templates/metadata";
import { CloudBuild } from "../../support/deploy/cloud_build";
import { gcloudMissing } from "../../../emulators/tools/gcloud";
import { goMissing } from "../../../emulators/tools/go_tool";
import { LocalCloud } from "../../../emulators/dataflow/local_cloud";
import { pythonMissing } from "../../../emulators/tools/python_tool";
import { checkout } from "../../support/checkout";
import { describeUnless } from "../../support/describe_unless";

interface Sbom {
  readonly bomFormat: string;
  readonly components: readonly { readonly name: string }[];
}

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
      ...["test", "bases", "sbom", "date-dim", "asset-dim", "market-snapshot"],
      ...["market-history", "push", "templates", "sync"],
    ]);
  });

  it("sbom: list the program's packages, and none of the tests' tools", async () => {
    await build.run("sbom");
    const sbom = JSON.parse(readFileSync(join(checkout, ".sbom.json"), "utf8")) as Sbom;
    const names = sbom.components.map(({ name }) => name);
    expect(sbom.bomFormat).toBe("CycloneDX");
    expect(names).toEqual(
      expect.arrayContaining(["apache-beam", "@google-cloud/storage", "undici"]),
    );
    expect(names).not.toContain("jest");
  }, 120_000);

  it("templates: write a spec of this commit's image for each pipeline", async () => {
    await build.run("templates");
    expect(await object("demo-project-crypto", "sbom/abc123.json")).toContain("CycloneDX");
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

  it("sync: copy the SQL and the schemas, and the DAGs where there is a Composer", async () => {
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
        "dags/crypto_etl/.airflowignore",
        "dags/crypto_etl/build_dag.py",
        "dags/crypto_etl/settings.json",
        "dags/crypto_etl/sql/checks/snapshot_is_not_empty.sql",
        "dags/crypto_etl_dag.py",
        "dags/crypto_rebuild_dag.py",
      ]),
    );
  }, 120_000);

  it("sync: leave what other teams have in the buckets as it is", async () => {
    const theirs = ["dags/.airflowignore", "dags/sql/their.sql", "dags/their_dag.py"];
    for (const name of theirs) await put("composer-bucket", name);
    await put("demo-project-crypto", "sql/their.sql");
    await build.run("sync", { _COMPOSER_BUCKET: "composer-bucket" });
    for (const name of theirs) expect(await object("composer-bucket", name)).toBe("theirs");
    expect(await object("demo-project-crypto", "sql/their.sql")).toBe("theirs");
    const others = (await names("composer-bucket")).filter(
      (name) => !name.startsWith("dags/crypto_etl/"),
    );
    const ours = ["dags/crypto_etl_dag.py", "dags/crypto_rebuild_dag.py"];
    expect(others.sort()).toEqual([...theirs, ...ours].sort());
  }, 120_000);

  async function put(bucket: string, name: string): Promise<void> {
    const target = `${cloud.storage}/upload/storage/v1/b/${bucket}/o?uploadType=media&name=${encodeURIComponent(name)}`;
    await fetch(target, { method: "POST", body: "theirs" });
  }

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
