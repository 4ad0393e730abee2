import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { airflowBin, type AirflowVersion, airflowVersions } from "../../support/airflow/airflow";
import { localPlaces } from "../../support/airflow/airflow_home";
import { CloudBuild } from "../../support/deploy/cloud_build";
import { pythonMissing } from "../../../emulators/tools/python_tool";
import { describeUnless } from "../../support/describe_unless";
import { checkout } from "../../support/checkout";

interface Parsed {
  readonly import_errors: Record<string, string>;
  readonly dags: readonly string[];
  readonly retries: Record<string, number>;
  readonly schedule: string;
  readonly task_error: string | null;
}

const text = JSON.stringify({ labels: { team: "größe" } });
const schedule = /^AirflowFailException: The setting schedule is .*: expected a cron expression/;

/** Settings files that a person saves by mistake, and how a task then fails. */
const mistakes: [what: string, content: Buffer, error: RegExp][] = [
  [
    "in UTF-16",
    Buffer.from(`\ufeff${text}`, "utf16le"),
    /is UTF-16 or UTF-32 text: save it as UTF-8/,
  ],
  ["in Latin-1", Buffer.from(text, "latin1"), /is not UTF-8 text \(line 1\): save it as UTF-8/],
  ["with NaN", Buffer.from('{"retry_delay_seconds": NaN}'), /NaN is no number of JSON/],
  ["with a number that overflows", Buffer.from('{"retry_delay_seconds": 1e999}'), /too large/],
  ["with a huge delay", Buffer.from('{"retry_delay_seconds": 1e14}'), /expected 0 to 86400/],
  ["with negative retries", Buffer.from('{"retries": -5}'), /retries is -5/],
  ["with words as the schedule", Buffer.from('{"schedule": "every day at noon"}'), schedule],
  ["with minute 61", Buffer.from('{"schedule": "61 * * * *"}'), schedule],
  ["with February 30th", Buffer.from('{"schedule": "0 0 30 2 *"}'), schedule],
  ["with an empty schedule", Buffer.from('{"schedule": ""}'), schedule],
  ["with @once", Buffer.from('{"schedule": "@once"}'), schedule],
];

const checks = readdirSync(join(checkout, "sql/checks")).map((file) => file.replace(/\.sql$/, ""));
const dagIds = ["crypto_etl_dag", "crypto_rebuild_dag"];
const suite = describeUnless(pythonMissing());

const inAirflow = (version: AirflowVersion) => {
  let folder: string;
  let dags: string;

  beforeAll(async () => {
    airflowBin(version);
    folder = mkdtempSync(join(tmpdir(), "composer-"));
    dags = await syncedDags(folder);
  }, 900_000);

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it("parses the DAGs with the checks from the synced bucket, and none of the DAG's modules as a DAG", () => {
    // Airflow loads each file that names both words, unless .airflowignore excludes it.
    writeFileSync(
      join(dags, "crypto_etl/decoy.py"),
      'raise RuntimeError("loaded as an airflow DAG")',
    );
    const [parsed] = parse([settingsFile("good", Buffer.from("{}"))]);
    expect(parsed).toMatchObject({ import_errors: {}, dags: dagIds, task_error: null });
    expect(Object.keys(parsed?.retries ?? {})).toEqual(expect.arrayContaining(checks));
  }, 120_000);

  it("parses the DAG whatever the settings file holds, and its tasks name what to correct", () => {
    const files = mistakes.map(([what, content]) => settingsFile(what, content));
    const results = parse(files);
    mistakes.forEach(([what, , error], index) => {
      const parsed = results[index];
      const task_error = expect.stringMatching(error) as string;
      const dag = {
        import_errors: {},
        dags: dagIds,
        schedule: "0 0 * * *",
        task_error,
      };
      expect([what, parsed]).toEqual([what, expect.objectContaining(dag)]);
      expect([what, parsed?.retries.market_snapshot]).toEqual([what, 3]);
    });
  }, 300_000);

  function settingsFile(name: string, content: Buffer): string {
    const file = join(folder, `${name.replace(/\W/g, "_")}.json`);
    writeFileSync(file, content);
    return file;
  }

  function parse(settings: readonly string[]): Parsed[] {
    const script = join(checkout, "tests/support/airflow/parse_with_settings.py");
    const printed = execFileSync(join(airflowBin(version), "python"), [script, dags, ...settings], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      maxBuffer: 64 * 1024 * 1024,
      env: {
        PATH: process.env.PATH,
        AIRFLOW_HOME: folder,
        AIRFLOW__CORE__LOAD_EXAMPLES: "False",
        AIRFLOW_VAR_CRYPTO_ETL: JSON.stringify(localPlaces),
        PYTHONPATH: dags,
        // Compiled modules are cached outside the checkout.
        PYTHONPYCACHEPREFIX: join(airflowBin(version), "../../pycache"),
      },
    });
    // Airflow 2.10 logs to stdout, before the script prints its one line.
    return JSON.parse(printed.trim().split("\n").at(-1) ?? "") as Parsed[];
  }
};

for (const version of airflowVersions) {
  suite(`Composer's bucket and Airflow ${version}`, () => {
    inAirflow(version);
  });
}

/** The folder dags/ of a bucket that the build's step has synced; buckets are folders here. */
async function syncedDags(folder: string): Promise<string> {
  const bin = join(folder, "bin");
  const gcloud = join(bin, "gcloud");
  mkdirSync(bin);
  const script = `#!/bin/bash
    set -e
    echo "$@" >>${folder}/gcloud.calls
    verb=$2 sources=()
    for argument in "\${@:3}"; do
      case $argument in --*) ;; gs://*) target=${folder}/\${argument#gs://} ;; *) sources+=("$argument") ;; esac
    done
    mkdir -p "$target"
    if [ "$verb" = rsync ]; then cp -R "\${sources[0]}/." "$target"; else cp "\${sources[@]}" "$target"; fi\n`;
  writeFileSync(gcloud, script);
  chmodSync(gcloud, 0o755);
  const build = new CloudBuild("cloudbuild.yaml", {
    PATH: [bin, process.env.PATH].join(delimiter),
  });
  await build.run("sync", { _COMPOSER_BUCKET: "composer-bucket" });
  const calls = readFileSync(join(folder, "gcloud.calls"), "utf8").trim().split("\n");
  // Other teams use these buckets too: files are deleted only where all of them are ours.
  const deleting = calls.filter((call) => call.includes("--delete"));
  expect(deleting).toEqual([
    expect.stringMatching(/crypto_etl gs:\/\/composer-bucket\/dags\/crypto_etl$/),
  ]);
  const dags = join(folder, "composer-bucket/dags");
  expect(existsSync(join(dags, "sql"))).toBe(false);
  return dags;
}
