import { gcloudMissing } from "../../../emulators/tools/gcloud";
import { pythonMissing } from "../../../emulators/tools/python_tool";
import { readViews } from "../../../pipelines/warehouses/view_files";
import { allTables } from "../../../schemas/tables";
import { readSettings } from "../../support/airflow/dag_settings";
import { policyCount } from "../../support/deploy/policies";
import { composerAccount, SetUpProject } from "../../support/deploy/set_up_project";
import { describeUnless } from "../../support/describe_unless";

const views = readViews("bigquery");
const suite = describeUnless(gcloudMissing(), pythonMissing());

const project = "cloudresourcemanager/projects/demo-project";
const repository =
  "artifactregistry/projects/demo-project/locations/europe-west1/repositories/crypto-pipelines";
const secret = "secretmanager/projects/demo-project/secrets/coingecko-api-key";
const dataset = "bigquery/projects/demo-project/datasets/crypto";
const bucket = "storage/b/demo-project-crypto";
const worker = "crypto-worker@demo-project.iam.gserviceaccount.com";

const done = { code: 0, errors: expect.not.stringMatching(/ERROR|Not removed/) as string };

suite("the set-up, with the real gcloud and bq,", () => {
  let target: SetUpProject;

  beforeAll(async () => {
    target = await SetUpProject.start("2.10.5", "composer-3-airflow-2.10.5-build.1");
  }, 900_000);

  afterAll(() => target.stop());

  it.each([
    [
      "--composer=mian",
      /There is no Composer environment mian in europe-west1.*Nothing was changed/,
    ],
    ["--github=acme", /--github=acme is neither OWNER\/NAME nor projects\/P/],
  ])(
    "with a wrong %s ends before it changes anything",
    async (option, error) => {
      const { code, errors } = await target.run("setup.sh", [option]);
      expect(errors).toMatch(error);
      expect([code === 0, target.cloud.state.changes]).toEqual([false, []]);
    },
    60_000,
  );

  it("is completed by the next run after being killed midway, twice", async () => {
    for (const changes of [13, 8]) {
      expect(await setUp(changes)).toEqual({ code: null, errors: expect.any(String) as string });
    }
    expect(await setUp()).toEqual(done);

    const triggers = "cloudbuild/projects/demo-project/locations/europe-west1/triggers";
    expect([...target.cloud.state.resources.keys()]).toEqual(
      expect.arrayContaining([
        ...[bucket, dataset, repository, secret],
        ...[`${triggers}/crypto-main`, `${triggers}/crypto-pull-request`],
        "logging/projects/demo-project/metrics/crypto_runs_published",
        `monitoring/projects/demo-project/alertPolicies/${policyCount}`,
        "monitoring/projects/demo-project/dashboards/1",
        "serviceusage/projects/demo-project/services/compute.googleapis.com",
      ]),
    );
    expect(target.count("/alertPolicies/")).toBe(policyCount);
    expect(target.count("/dashboards/")).toBe(1);
    expect(target.count("/versions/")).toBe(1);
  }, 900_000);

  it("grants each account exactly the roles that docs/permissions.md names", () => {
    const { state } = target.cloud;
    const rolesOf = (account: string) => state.rolesOf(account).sort();
    expect(rolesOf(worker)).toEqual([
      `roles/artifactregistry.reader on ${repository}`,
      `roles/bigquery.dataEditor on ${dataset}`,
      `roles/bigquery.jobUser on ${project}`,
      `roles/dataflow.worker on ${project}`,
      `roles/secretmanager.secretAccessor on ${secret}`,
      `roles/storage.objectUser on ${bucket}`,
    ]);
    expect(rolesOf("crypto-builder@demo-project.iam.gserviceaccount.com")).toEqual([
      `roles/artifactregistry.writer on ${repository}`,
      `roles/logging.logWriter on ${project}`,
      "roles/storage.objectUser on storage/b/composer-bucket",
      `roles/storage.objectUser on ${bucket}`,
    ]);
    expect(rolesOf(composerAccount)).toEqual([
      `roles/bigquery.dataEditor on ${dataset}/tables/crypto_check_results`,
      `roles/bigquery.dataViewer on ${dataset}`,
      `roles/bigquery.jobUser on ${project}`,
      `roles/dataflow.developer on ${project}`,
      `roles/iam.serviceAccountUser on iam/projects/demo-project/serviceAccounts/${worker}`,
      `roles/storage.objectViewer on ${bucket}`,
    ]);
  });

  it("runs a pull request's build as an account that can only write logs", () => {
    const name =
      "cloudbuild/projects/demo-project/locations/europe-west1/triggers/crypto-pull-request";
    const account = "crypto-pull-request@demo-project.iam.gserviceaccount.com";
    expect(target.cloud.state.resources.get(name)).toMatchObject({
      serviceAccount: `projects/demo-project/serviceAccounts/${account}`,
    });
    expect(target.cloud.state.rolesOf(account)).toEqual([`roles/logging.logWriter on ${project}`]);
  });

  it("stores the API key unchanged, and an Airflow Variable that the DAG can read", () => {
    const version = target.cloud.state.resources.get(`${secret}/versions/1`);
    const { data } = (version as { payload: { data: string } }).payload;
    expect(Buffer.from(data, "base64").toString()).toBe("CG-secret");

    const variable = target.airflowOutput(["variables", "get", "crypto_etl"]);
    expect(readSettings([{ read: "task", file: "{}", variable }])).toEqual([
      expect.objectContaining({
        warehouse: "bigquery:demo-project.crypto",
        templates: "gs://demo-project-crypto/templates",
      }),
    ]);
    const pool = ["pools", "set", "coingecko_api", "1"];
    expect(target.airflowCommands).toContainEqual(expect.arrayContaining(pool));
  }, 60_000);

  it("changes nothing when it is run again", async () => {
    const before = target.cloud.state.changes.length;
    expect(await setUp()).toEqual(done);
    expect(target.cloud.state.changes.slice(before)).toEqual([]);
  }, 600_000);

  it("creates the views whose tables are there, each after those that it reads", async () => {
    const table = (tableId: string) => `${dataset}/tables/${tableId}`;
    const { state } = target.cloud;
    const made = () => views.filter(({ name }) => state.has(table(name))).map(({ name }) => name);
    const before = await target.run("setup.sh", ["--views"]);
    expect(before).toMatchObject({ code: 0 });
    expect(before.errors).not.toContain("Looker Studio");
    expect(made()).toEqual([]);
    for (const { name: tableId } of allTables) {
      const description = "Made-up data of the sample market. Described.";
      state.put(table(tableId), { tableReference: { tableId }, description });
    }
    expect(await target.run("setup.sh", ["--views"])).toEqual(done);
    expect(made()).toEqual(views.map(({ name }) => name));
    expect(state.read(table("crypto_movers")).query).toMatch(
      /\) OPTIONS \(description = "Made-up data of the sample market\. How far /,
    );
  }, 600_000);

  it("is deleted by the tear-down, the data only with --data", async () => {
    const account = `--composer-account=${composerAccount}`;
    expect(await target.run("teardown.sh", [account])).toEqual(done);
    expect(left()).toEqual(["bigquery", "cloudresourcemanager", "composer", "iam", "storage"]);
    expect(target.cloud.state.rolesOf(composerAccount)).toEqual([]);
    expect(await target.run("teardown.sh", [account, "--data"])).toEqual(done);
    expect(left()).toEqual(["cloudresourcemanager", "composer", "iam", "storage"]);
    expect([...target.cloud.state.resources.keys()]).not.toContain(bucket);
  }, 900_000);

  function setUp(killAfter?: number) {
    const composer = ["--composer=main", `--composer-account=${composerAccount}`];
    return target.run("setup.sh", ["--github=acme/crypto", ...composer], killAfter);
  }

  /** The kinds of resources that remain; APIs, which stay enabled, are not counted. */
  function left(): string[] {
    const kinds = [...target.cloud.state.resources.keys()].map((path) => path.split("/")[0] ?? "");
    return [...new Set(kinds)].filter((kind) => kind !== "serviceusage").sort();
  }
});
