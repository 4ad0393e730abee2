import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gcloudMissing } from "../../../emulators/tools/gcloud";
import { goMissing } from "../../../emulators/tools/go_tool";
import { localBigQueryMissing } from "../../../emulators/tools/local_bigquery";
import { pythonMissing } from "../../../emulators/tools/python_tool";
import { policyCount } from "../../support/deploy/policies";
import { checkout } from "../../support/checkout";
import { CloudBuild } from "../../support/deploy/cloud_build";
import { unknownFlags } from "../../support/deploy/command_flags";
import { NewProject } from "../../support/deploy/new_project";
import { readCommandPage } from "../../support/deploy/page_commands";
import { PageShell } from "../../support/deploy/page_shell";
import { SetUpProject } from "../../support/deploy/set_up_project";
import { describeUnless } from "../../support/describe_unless";

const page = readCommandPage("docs/deploy.md");
const variants = readCommandPage("docs/deploy-variants.md");
/** What the page's blocks may use: each reaches a double, or nothing outside the shell. */
const programs = [
  "bq",
  "date",
  "export",
  "gcloud",
  "launch",
  "read",
  "schedule",
  "scripts/setup.sh",
];
/** In the blocks, but not run: it opens a browser. */
const onlyChecked = ["gcloud auth login"];
/** Messages of Google's own, for which there is no double. */
const googleMessages = ["Network default is not accessible"];
const values = {
  PROJECT_ID: "demo-project",
  BILLING_ACCOUNT_ID: "000000-000000-000000",
  "OWNER/REPO": "acme/crypto",
};
const suite = describeUnless(gcloudMissing(), pythonMissing(), goMissing(), localBigQueryMissing());

suite("docs/deploy.md, followed with the real gcloud and bq:", () => {
  let folder: string;
  let services: NewProject;
  let project: SetUpProject;
  let shell: PageShell;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "deploy-page-"));
    services = await NewProject.start(folder, build);
    project = await SetUpProject.startWith("3.3.2", services);
    services.attach(project.cloud.state);
    project.skipCommands(onlyChecked);
    shell = new PageShell(environment(), checkout, "CG-secret\n");
  }, 900_000);

  afterAll(async () => {
    await shell.stop();
    await project.stop();
    await services.stop();
    rmSync(folder, { recursive: true });
  });

  it.each(page.blocks.map(({ heading, text }, index) => [index + 1, heading, text] as const))(
    "runs block %d, %s",
    async (_, __, block) => {
      const { ran, failed, errors } = await shell.run(withValues(block));
      expect({ failed, errors: failed.length > 0 ? errors : "" }).toEqual({
        failed: [],
        errors: "",
      });
      const others = ran.filter((word) => !/^\w+=/.test(word) && !programs.includes(word));
      expect(others).toEqual([]);
      await services.jobsEnded();
      expect(services.jobs.filter(([, state]) => state !== "JOB_STATE_DONE")).toEqual([]);
    },
    900_000,
  );

  it("has rows, a report and files, fetched with the key that was typed", async () => {
    const { output } = await shell.run(
      page.blocks.find(({ text }) => text.startsWith("bq "))?.text ?? "",
    );
    const ranks = [...output.matchAll(/^\| +(\d) \| \S+ +\| +[\d.]+ \|$/gm)].map(
      ([, rank]) => rank,
    );
    expect(ranks).toEqual(["1", "2", "3", "4", "5"]);
    expect(JSON.parse(output.slice(output.indexOf("{")))).toMatchObject({
      pipeline: "market-snapshot",
      source: "demo",
      state: "DONE",
    });
    expect([...services.coinGecko.keys]).toEqual(["CG-secret"]);
  }, 60_000);

  it("launches the jobs with the set-up's account, by hand and by Cloud Scheduler", () => {
    expect(services.jobs.map(([name]) => name?.replace(/\d{4}-\d\d-\d\d$/, "DAY"))).toEqual([
      "crypto-market-snapshot-DAY",
      "crypto-date-dim-DAY",
      "crypto-asset-dim-DAY",
      "crypto-market-snapshot-daily",
    ]);
    expect(services.launchedAs).toEqual(["crypto-worker@demo-project.iam.gserviceaccount.com"]);
  });

  it("has waited for the metrics that Monitoring did not know, and set up all of it", () => {
    expect(project.cloud.state.now).toBeGreaterThanOrEqual(600);
    expect(project.cloud.state.now).toBeLessThanOrEqual(720);
    expect(project.count("/alertPolicies/")).toBe(policyCount);
  });

  it("has triggers of the 2nd-generation repository, that of main with Composer's bucket", () => {
    const location = "projects/demo-project/locations/europe-west1";
    const triggers = `cloudbuild/${location}/triggers`;
    for (const name of ["crypto-main", "crypto-pull-request"]) {
      expect(project.cloud.state.resources.get(`${triggers}/${name}`)).toMatchObject({
        repositoryEventConfig: { repository: `${location}/connections/github/repositories/crypto` },
      });
    }
    expect(project.cloud.state.resources.get(`${triggers}/crypto-main`)).toMatchObject({
      substitutions: { _COMPOSER_BUCKET: "composer-bucket", _BUCKET: "demo-project-crypto" },
    });
  });

  it("has Airflow 3's Variable and pool, and the DAGs in its bucket", async () => {
    expect(project.airflowOutput(["variables", "get", "crypto_etl"])).toContain(
      '"warehouse": "bigquery:demo-project.crypto"',
    );
    const pools = project.airflowOutput(["pools", "get", "coingecko_api", "--output", "json"]);
    expect(JSON.parse(pools)).toEqual([
      expect.objectContaining({ pool: "coingecko_api", slots: "1", include_deferred: "True" }),
    ]);
    expect(await services.objects("composer-bucket")).toEqual(
      expect.arrayContaining(["dags/crypto_etl_dag.py", "dags/crypto_rebuild_dag.py"]),
    );
  }, 60_000);

  it("is set up again without a change", async () => {
    const before = project.cloud.state.changes.length;
    const setUp = page.blocks.flatMap(
      ({ text }) => /^scripts.*--composer=[^]*?[^\\]\n/m.exec(text) ?? [],
    );
    const { failed } = await shell.run(setUp.join("\n"));
    expect([failed, project.cloud.state.changes.slice(before)]).toEqual([[], []]);
    const sets = project.airflowCommands.filter(
      ([command, verb]) => `${command} ${verb}` === "variables set",
    );
    expect([setUp.length, sets.length]).toEqual([1, 1]);
  }, 300_000);

  it("shows the messages of failed launches as they are", async () => {
    const missing = "${API/coingecko-api-key/no-such-key}";
    const { errors } = await shell.run(`
      DAY=2020-01-01 && launch market-snapshot "$API"
      DAY=2020-01-02 && launch market-snapshot "${missing}"
      launch no-template "$API"
      launch market-snapshot "$API,coin=all"
    `);
    await services.jobsEnded();
    const failures = services.jobs.flatMap(([, state, ...messages]) =>
      state === "JOB_STATE_FAILED" ? messages : [],
    );
    const shown = [errors, ...failures].join("\n");
    const provoked = page.messages.filter((message) => !googleMessages.includes(message));
    expect(page.messages).toHaveLength(5);
    expect(provoked.filter((message) => !shown.includes(message))).toEqual([]);
  }, 300_000);

  it.each([...onlyChecked, ...page.mentioned, ...variants.mentioned].map((command) => [command]))(
    "only mentions, with flags that exist: %s",
    async (command) => {
      expect(await unknownFlags(command)).toEqual([]);
    },
    60_000,
  );

  function withValues(block: string): string {
    return Object.entries(values).reduce(
      (text, [name, value]) => text.replaceAll(name, value),
      block,
    );
  }

  async function build(substitutions: Readonly<Record<string, string>>): Promise<void> {
    const cloudBuild = new CloudBuild("cloudbuild.yaml", environment());
    const cwd = join(folder, "source");
    const parts = ["dags", "schemas/generated", "sql", "templates"];
    for (const part of parts) cpSync(join(checkout, part), join(cwd, part), { recursive: true });
    writeFileSync(join(cwd, ".sbom.json"), "{}");
    for (const step of ["templates", "sync"]) await cloudBuild.run(step, substitutions, { cwd });
  }

  /** Whatever has no double is not reached. */
  function environment(): Record<string, string> {
    const nowhere = { HTTPS_PROXY: "http://127.0.0.1:9", NO_PROXY: "127.0.0.1,localhost" };
    return { ...project.environment(), ...services.environment, ...nowhere };
  }
});
