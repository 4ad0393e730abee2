import { execFile, execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { airflowBin } from "../../support/airflow/airflow";
import { gcloudMissing } from "../../../emulators/tools/gcloud";
import { GoogleProject } from "../../../emulators/google/project";
import { pythonMissing } from "../../../emulators/tools/python_tool";
import { describeUnless } from "../../support/describe_unless";
import { checkout } from "../../support/checkout";

const sdk = spawnSync("gcloud", ["info", "--format=value(installation.sdk_root)"], {
  encoding: "utf8",
});
const suite = describeUnless(gcloudMissing(), pythonMissing());

const composer = "composer/projects/demo-project/locations/europe-west1/environments/main";
const project = "cloudresourcemanager/projects/demo-project";
const repository =
  "artifactregistry/projects/demo-project/locations/europe-west1/repositories/crypto-pipelines";
const secret = "secretmanager/projects/demo-project/secrets/coingecko-api-key";

const done = { code: 0, errors: expect.not.stringMatching(/ERROR|Not removed/) as string };

suite("the set-up, with the real gcloud and bq,", () => {
  const airflow: (readonly string[])[] = [];
  let folder: string;
  let cloud: GoogleProject;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "setup-"));
    cloud = new GoogleProject("demo-project", runAirflow);
    const { resources } = cloud.state;
    // The Composer environment exists beforehand, with a bucket of its own.
    resources.set("storage/b/composer-bucket", { name: "composer-bucket" });
    resources.set(composer, {
      name: composer.replace("composer/", ""),
      state: "RUNNING",
      config: {
        dagGcsPrefix: "gs://composer-bucket/dags",
        softwareConfig: { imageVersion: "composer-3-airflow-2.10.5-build.1" },
      },
    });
    await cloud.start();
    writeFileSync(join(folder, "token"), "a-token");
    const discovery = join(sdk.stdout.trim(), "platform/bq/discovery_next/bigquery.json");
    const flags = { api: cloud.url, oauth_access_token: "a-token", discovery_file: discovery };
    const lines = Object.entries(flags).map(([name, value]) => `${name} = ${value}\n`);
    writeFileSync(join(folder, "bigqueryrc"), lines.join(""));
    const migrate = { env: airflowEnvironment(), stdio: "ignore" } as const;
    execFileSync(join(airflowBin("2.10.5"), "airflow"), ["db", "migrate"], migrate);
  }, 900_000);

  afterAll(async () => {
    await cloud.stop();
    rmSync(folder, { recursive: true });
  });

  it("is completed by the next run after being killed midway, twice", async () => {
    for (const changes of [13, 8]) {
      expect(await setUp(changes)).toEqual({ code: null, errors: expect.any(String) as string });
    }
    expect(await setUp()).toEqual(done);

    expect([...cloud.state.resources.keys()]).toEqual(
      expect.arrayContaining([
        "storage/b/demo-project-crypto",
        "bigquery/projects/demo-project/datasets/crypto",
        repository,
        secret,
        "cloudbuild/projects/demo-project/locations/europe-west1/triggers/crypto-main",
        "cloudbuild/projects/demo-project/locations/europe-west1/triggers/crypto-pull-request",
        "logging/projects/demo-project/metrics/crypto_runs_published",
        "monitoring/projects/demo-project/alertPolicies/5",
        "monitoring/projects/demo-project/dashboards/1",
      ]),
    );
    expect(count("/alertPolicies/")).toBe(5);
    expect(count("/dashboards/")).toBe(1);
    expect(count("/versions/")).toBe(1);
  }, 900_000);

  it("grants each account exactly the roles that docs/permissions.md names", () => {
    const { state } = cloud;
    expect(state.rolesOf("crypto-worker@demo-project.iam.gserviceaccount.com").sort()).toEqual([
      `roles/artifactregistry.reader on ${repository}`,
      "roles/bigquery.dataEditor on bigquery/projects/demo-project/datasets/crypto",
      `roles/bigquery.jobUser on ${project}`,
      `roles/dataflow.worker on ${project}`,
      `roles/secretmanager.secretAccessor on ${secret}`,
      "roles/storage.objectUser on storage/b/demo-project-crypto",
    ]);
    expect(state.rolesOf("crypto-builder@demo-project.iam.gserviceaccount.com").sort()).toEqual([
      `roles/artifactregistry.writer on ${repository}`,
      `roles/logging.logWriter on ${project}`,
      "roles/storage.objectUser on storage/b/composer-bucket",
      "roles/storage.objectUser on storage/b/demo-project-crypto",
    ]);
  });

  it("stores the API key unchanged, and an Airflow Variable that the DAG can read", () => {
    const version = cloud.state.resources.get(`${secret}/versions/1`);
    const { data } = (version as { payload: { data: string } }).payload;
    expect(Buffer.from(data, "base64").toString()).toBe("CG-secret");

    const get = ["variables", "get", "crypto_etl"];
    const variable = execFileSync(join(airflowBin("2.10.5"), "airflow"), get, {
      env: airflowEnvironment(),
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const cases = [{ read: "task", file: "{}", variable: variable.trim() }];
    const settings = execFileSync(
      "python3",
      [join(checkout, "tests/support/airflow/dag_settings.py")],
      {
        input: JSON.stringify(cases),
        encoding: "utf8",
        env: { ...process.env, PYTHONPATH: join(checkout, "dags"), PYTHONDONTWRITEBYTECODE: "1" },
      },
    );
    expect(JSON.parse(settings)).toEqual([
      expect.objectContaining({
        warehouse: "bigquery:demo-project.crypto",
        templates: "gs://demo-project-crypto/templates",
      }),
    ]);
    expect(airflow).toContainEqual(expect.arrayContaining(["pools", "set", "coingecko_api", "1"]));
  }, 60_000);

  it("changes nothing when it is run again", async () => {
    const before = cloud.state.changes.length;
    expect(await setUp()).toEqual(done);
    expect(cloud.state.changes.slice(before)).toEqual([]);
  }, 600_000);

  it("creates the views", async () => {
    expect(await run("setup.sh", ["--views"])).toEqual(done);
    expect(count("/tables/")).toBe(readdirSync(join(checkout, "sql/views")).length);
  }, 300_000);

  it("is deleted by the tear-down, the data only with --data", async () => {
    expect(await run("teardown.sh", [])).toEqual(done);
    expect(left()).toEqual(["bigquery", "cloudresourcemanager", "composer", "storage"]);
    expect(await run("teardown.sh", ["--data"])).toEqual(done);
    expect(left()).toEqual(["cloudresourcemanager", "composer", "storage"]);
    expect([...cloud.state.resources.keys()]).not.toContain("storage/b/demo-project-crypto");
  }, 900_000);

  function setUp(killAfter?: number) {
    const others = ["--github=acme/crypto", "--composer=main"];
    return run("setup.sh", others, killAfter);
  }

  /** @param killAfter the script and its children are killed after this many further changes. */
  function run(
    script: string,
    args: readonly string[],
    killAfter = Infinity,
  ): Promise<{ code: number | null; errors: string }> {
    const child = spawn(join(checkout, "scripts", script), ["--project=demo-project", ...args], {
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        COINGECKO_API_KEY: "CG-secret",
        ...cloud.environment(folder),
      },
      stdio: ["ignore", "ignore", "pipe"],
      detached: true,
    });
    let changes = 0;
    cloud.state.onChange = () => {
      if (++changes === killAfter && child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    };
    let errors = "";
    child.stderr.on("data", (text: Buffer) => (errors += text.toString()));
    return new Promise((resolve) => {
      child.once("close", (code) => {
        resolve({ code, errors });
      });
    });
  }

  /** The kinds of resources that remain; APIs, which stay enabled, are not counted. */
  function left(): string[] {
    const kinds = [...cloud.state.resources.keys()].map((path) => path.split("/")[0] ?? "");
    return [...new Set(kinds)].filter((kind) => kind !== "serviceusage").sort();
  }

  function count(part: string): number {
    return [...cloud.state.resources.keys()].filter((path) => path.includes(part)).length;
  }

  /** Composer passes a command to Airflow's own command line. */
  function runAirflow(args: readonly string[]): Promise<{ code: number; output: string }> {
    airflow.push(args);
    return new Promise((resolve) => {
      const program = join(airflowBin("2.10.5"), "airflow");
      const child = execFile(program, args, { env: airflowEnvironment() }, (_, output) => {
        resolve({ code: child.exitCode ?? 1, output });
      });
    });
  }

  function airflowEnvironment(): Record<string, string> {
    return {
      PATH: process.env.PATH ?? "",
      AIRFLOW_HOME: join(folder, "airflow"),
      AIRFLOW__CORE__LOAD_EXAMPLES: "False",
      PYTHONPYCACHEPREFIX: join(airflowBin("2.10.5"), "../../pycache"),
    };
  }
});
