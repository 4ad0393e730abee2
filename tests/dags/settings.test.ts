import { pipelineNames } from "../../pipelines/options/pipeline_spec";
import { templateMetadata } from "../../templates/metadata";
import { acceptedBy } from "../../templates/template_metadata";
import { readSettings } from "../support/airflow/dag_settings";

const deployed = {
  project: "demo-project",
  region: "europe-west1",
  templates: "gs://demo-bucket/templates/",
  output: "gs://demo-bucket/crypto",
  warehouse: "bigquery:demo-project.crypto",
};

describe("the DAG's settings", () => {
  it("come from the file, and the Variable's values take precedence", () => {
    const file = JSON.stringify({ ...deployed, source: "public", retries: 5 });
    const variable = JSON.stringify({ source: "pro", labels: { team: "data" } });
    const [settings] = readSettings<object>([{ read: "task", file, variable }]);
    expect(settings).toMatchObject({ ...deployed, source: "pro", labels: { team: "data" } });
  });

  it("name in one line what is missing or malformed, and where to set it", () => {
    const good = JSON.stringify(deployed);
    const cases: [file: string | null, variable: string | null, error: RegExp][] = [
      ["{}", null, /^The setting project is missing: .* Airflow Variable crypto_etl/],
      [good, '{"region": "Europe"}', /^The setting region is "Europe", expected a region such as/],
      [good, '{"output": "./out"}', /^The setting output is "\.\/out", expected gs:/],
      [good, '{"warehouse": "duckdb:x"}', /^The setting warehouse is .* bigquery:PROJECT\.DATASET/],
      [good, '{"labels": []}', /^The setting labels is \[\]: expected dict/],
      [good, "project: demo", /^The Airflow Variable crypto_etl is not JSON/],
      [good, "[1]", /^The Airflow Variable crypto_etl must hold a JSON object/],
      [good, '{"regions": "x"}', /unknown settings: regions\. Known: .*region/],
      ["{", null, /^The settings file .* is not JSON/],
      [null, null, /^The settings file .* can't be read: No such file/],
    ];
    const given = cases.map(([file, variable]) => ({ read: "task", file, variable }));
    const errors = readSettings<{ error: string }>(given).map(({ error }) => error);
    cases.forEach(([, , expected], index) => {
      expect(errors[index]).toMatch(expected);
      expect(errors[index]).not.toContain("\n");
    });
  });

  it("never prevent the DAG from being parsed: a broken file leaves the defaults and an error", () => {
    const broken = ["{", "[]", '{"retries": "many"}', '{"retries": true}', '{"retry": 3}', null];
    const given = broken.map((file) => ({ read: "dag", file }));
    const read = readSettings<{ settings: { retries: number }; error: string | null }>(given);
    expect(read.map(({ settings }) => settings.retries)).toEqual(broken.map(() => 3));
    for (const { error } of read) expect(error).toMatch(/setting/);
  });

  it("configure the DAG where the file is valid", () => {
    const file = JSON.stringify({ schedule: null, retries: 0, retry_delay_seconds: 0.5 });
    const [read] = readSettings<object>([{ read: "dag", file }]);
    const settings = { schedule: null, retries: 0, retry_delay_seconds: 0.5, deferrable: false };
    expect(read).toMatchObject({ settings, error: null });
  });
});

describe("the request that launches a template", () => {
  const settings = {
    ...deployed,
    source: "demo",
    api_key_secret: "projects/demo-project/secrets/coingecko-api-key/versions/latest",
    parameters: { vsCurrency: "eur", "market-snapshot": { coins: "top:100", refresh: true } },
    environment: { machineType: "e2-standard-2", additionalUserLabels: { cost: "a" } },
    labels: { team: "data" },
  };

  it("names the day, the spec, the labels and the parameters", () => {
    const [body] = readSettings([
      { read: "body", settings, pipeline: "market-snapshot", date: "2026-01-06" },
    ]);
    expect(body).toEqual({
      launchParameter: {
        jobName: "crypto-market-snapshot-2026-01-06",
        containerSpecGcsPath: "gs://demo-bucket/templates/market-snapshot.json",
        parameters: {
          output: "gs://demo-bucket/crypto",
          warehouse: "bigquery:demo-project.crypto",
          snapshotDate: "2026-01-06",
          source: "demo",
          apiKeySecret: settings.api_key_secret,
          vsCurrency: "eur",
          coins: "top:100",
          refresh: "true",
        },
        environment: {
          machineType: "e2-standard-2",
          additionalUserLabels: {
            app: "crypto-pipelines",
            pipeline: "market-snapshot",
            "snapshot-date": "2026-01-06",
            cost: "a",
            team: "data",
          },
        },
      },
    });
  });

  it("holds only parameters that the template declares and accepts", () => {
    const plain = { ...settings, parameters: {} };
    const cases = pipelineNames.map((pipeline) => ({
      read: "body",
      settings: plain,
      pipeline,
      date: "2026-01-06",
    }));
    const bodies = readSettings<{ launchParameter: { parameters: Record<string, string> } }>(cases);
    pipelineNames.forEach((pipeline, index) => {
      const { parameters } = templateMetadata(pipeline);
      for (const [name, value] of Object.entries(bodies[index]?.launchParameter.parameters ?? {})) {
        const parameter = parameters.find((one) => one.name === name);
        expect([pipeline, name, parameter !== undefined]).toEqual([pipeline, name, true]);
        expect([name, acceptedBy(parameter?.regexes, value)]).toEqual([name, true]);
      }
    });
  });
});
