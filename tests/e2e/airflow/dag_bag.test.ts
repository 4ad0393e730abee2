import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { airflowBin, airflowVersions, type AirflowVersion } from "../../support/airflow/airflow";
import { pythonMissing } from "../../../emulators/tools/python_tool";
import { dailyTables } from "../../support/daily_tables";
import { describeUnless } from "../../support/describe_unless";
import { checkout } from "../../support/checkout";

interface Task {
  readonly type: string;
  readonly upstream: readonly string[];
  readonly pool: string;
  readonly priority: number;
  readonly weight_rule: string;
  readonly retries: number;
  readonly deferrable: boolean | null;
  readonly timeout: number | null;
  readonly outlets: readonly string[];
}

interface Param {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly description: string | null;
  readonly default: unknown;
}

interface DagBag {
  readonly import_errors: Record<string, string>;
  readonly dags: Record<
    string,
    {
      readonly catchup: boolean;
      readonly max_active_runs: number;
      readonly timetable: string | null;
      readonly intervals: string;
      readonly params: Record<string, Param>;
      readonly tasks: Record<string, Task>;
    }
  >;
}

const launches = ["date_dim", "asset_dim", "market_snapshot"];
const checks = readdirSync(join(checkout, "sql/checks")).map((file) => file.replace(/\.sql$/, ""));
const described = { description: expect.stringMatching(/^[A-Z].*\.$/) as string };
const required = (schema: object) => ({
  ...described,
  default: null,
  schema: expect.objectContaining(schema) as object,
});
const flag = {
  ...described,
  default: false,
  schema: expect.objectContaining({ type: "boolean" }) as object,
};
const suite = describeUnless(pythonMissing());

const theDag = (version: AirflowVersion) => {
  let home: string;

  beforeAll(() => {
    airflowBin(version);
    home = mkdtempSync(join(tmpdir(), "airflow-"));
  }, 900_000);

  afterAll(() => {
    rmSync(home, { recursive: true });
  });

  it("is parsed without an error and runs from start through pipelines and checks to end", () => {
    const { import_errors, dags } = dagBag(version, home);
    expect(import_errors).toEqual({});
    const dag = dags.crypto_etl_dag;
    expect(Object.keys(dags).sort()).toEqual(["crypto_etl_dag", "crypto_rebuild_dag"]);
    expect(dag).toMatchObject({
      catchup: false,
      max_active_runs: 1,
      intervals: "CronDataIntervalTimetable",
    });
    expect(["0 0 * * *", "@daily"]).toContain(dag?.timetable);

    const tasks = dag?.tasks ?? {};
    expect(Object.keys(tasks).sort()).toEqual(
      ["check_results", "end", "start", ...launches, ...checks].sort(),
    );
    expect(tasks.start).toMatchObject({ type: "EmptyOperator", upstream: [] });
    for (const task of launches) {
      expect(tasks[task]).toMatchObject({
        type: "LaunchPipeline",
        upstream: ["start"],
        pool: task === "date_dim" ? "default_pool" : "coingecko_api",
        retries: 3,
        deferrable: false,
        timeout: 6 * 3600,
      });
    }
    const outlets = launches.flatMap((task) => tasks[task]?.outlets ?? []);
    expect(outlets).toHaveLength(dailyTables.length);
    for (const check of checks) expect(tasks[check]?.upstream).toEqual([...launches].sort());
    expect(tasks.check_results?.upstream).toEqual([...checks].sort());
    expect(tasks.end).toMatchObject({
      type: "EmptyOperator",
      upstream: [...checks, "check_results"].sort(),
    });
  }, 60_000);

  it("has a DAG beside it that launches a job a pipeline for the days of its form", () => {
    const { crypto_etl_dag, crypto_rebuild_dag } = dagBag(version, home).dags;
    const { catchup, max_active_runs, intervals, params, tasks } = crypto_rebuild_dag ?? {};
    expect([catchup, max_active_runs, intervals]).toEqual([false, 1, "NullTimetable"]);
    const pipelines = ["market-snapshot", "asset-dim"];
    expect(params).toEqual({
      from: required({ type: "string", format: "date" }),
      to: required({ type: "string", format: "date" }),
      pipelines: {
        ...described,
        default: pipelines,
        schema: expect.objectContaining({
          type: "array",
          items: { type: "string", enum: pipelines },
        }) as object,
      },
      only_archived: flag,
      force: flag,
    });

    const chosen = ["asset_dim", "market_snapshot"];
    expect(Object.keys(tasks ?? {}).sort()).toEqual(["choose", "end", ...chosen].sort());
    const { market_snapshot, asset_dim } = crypto_etl_dag?.tasks ?? {};
    const launch = { type: "LaunchRebuild", upstream: ["choose"] };
    expect(tasks).toMatchObject({
      choose: { type: "ChoosePipelines", upstream: [] },
      // Pool, retries, timeout and outlets are those of the day.
      market_snapshot: { ...market_snapshot, ...launch, priority: 1 },
      asset_dim: { ...asset_dim, ...launch, priority: 1 },
      end: { type: "EmptyOperator", upstream: chosen },
    });
  }, 60_000);

  it("leaves the pool's slot to the day before noon, however long a rebuild is", () => {
    const file = settingsFile(home, JSON.stringify({ execution_timeout_minutes: 24 * 60 }));
    const { crypto_etl_dag, crypto_rebuild_dag } = dagBag(version, home, file).dags;
    for (const name of ["market_snapshot", "asset_dim"]) {
      const [daily, rebuild] = [crypto_etl_dag?.tasks[name], crypto_rebuild_dag?.tasks[name]];
      expect(rebuild).toMatchObject({ pool: daily?.pool, timeout: 6 * 3600, priority: 1 });
      expect(daily).toMatchObject({ timeout: 24 * 3600, priority: 10 });
      expect(daily?.weight_rule).toMatch(/absolute/i);
      expect(rebuild?.weight_rule).toMatch(/absolute/i);
    }
  }, 60_000);

  it("takes its settings from the settings file", () => {
    const file = settingsFile(
      home,
      JSON.stringify({ deferrable: true, api_pool: "slow", retries: 1 }),
    );
    const { import_errors, dags } = dagBag(version, home, file);
    expect(import_errors).toEqual({});
    expect(dags.crypto_etl_dag?.tasks.market_snapshot).toMatchObject({
      deferrable: true,
      pool: "slow",
      retries: 1,
    });
  }, 60_000);

  it("is parsed with its defaults when the settings file is broken", () => {
    const { import_errors, dags } = dagBag(version, home, settingsFile(home, '{"retries": '));
    expect(import_errors).toEqual({});
    expect(dags.crypto_etl_dag?.tasks.market_snapshot?.retries).toBe(3);
  }, 60_000);
};

for (const version of airflowVersions) {
  suite(`the DAG in Airflow ${version}`, () => {
    theDag(version);
  });
}

function settingsFile(folder: string, text: string): string {
  const file = join(folder, "settings.json");
  writeFileSync(file, text);
  return file;
}

function dagBag(version: AirflowVersion, home: string, settings = ""): DagBag {
  const dags = join(checkout, "dags");
  const script = join(checkout, "tests/support/airflow/print_dag_bag.py");
  const printed = execFileSync(join(airflowBin(version), "python"), [script, dags], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH,
      AIRFLOW_HOME: home,
      AIRFLOW__CORE__LOAD_EXAMPLES: "False",
      PYTHONPATH: dags,
      // Compiled modules are cached outside the checkout.
      PYTHONPYCACHEPREFIX: join(airflowBin(version), "../../pycache"),
      CRYPTO_ETL_SETTINGS: settings,
    },
  });
  // Airflow 2.10 logs to stdout, before the script prints its one line.
  return JSON.parse(printed.trim().split("\n").at(-1) ?? "") as DagBag;
}
