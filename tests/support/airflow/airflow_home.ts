import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AirflowVersion, airflowBin } from "./airflow";
import { checkout } from "../checkout";

const dags = join(checkout, "dags");

/** The DAG's settings for a test's local cloud. */
export const localPlaces = {
  project: "demo-project",
  region: "europe-west1",
  templates: "gs://demo-bucket/templates",
  output: "gs://demo-bucket/crypto",
};

/** How a test run of a DAG has ended. */
export interface DagRun {
  readonly code: number | null;
  readonly log: string;
}

/** A separate Airflow for a test, with the project's DAGs and an empty database. */
export class AirflowHome {
  private constructor(
    private readonly version: AirflowVersion,
    private readonly folder: string,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  /** @param env further variables of Airflow's environment: connections, Google's endpoints */
  static make(version: AirflowVersion, env: Readonly<Record<string, string>>): AirflowHome {
    const home = new AirflowHome(version, mkdtempSync(join(tmpdir(), "airflow-")), env);
    const migrate = { env: home.environment({}), stdio: "ignore" } as const;
    execFileSync(join(airflowBin(version), "airflow"), ["db", "migrate"], migrate);
    return home;
  }

  /**
   * Runs the whole DAG for a day: `airflow dags test`.
   * @param settings the content of the DAG's settings file
   */
  testDag(date: string, settings: object): Promise<DagRun> {
    return this.test(["crypto_etl_dag", date], settings);
  }

  /**
   * Runs the whole DAG that rebuilds days.
   * @param params what its form is filled in with
   * @param settings the content of the DAG's settings file
   */
  testRebuild(params: object, settings: object): Promise<DagRun> {
    return this.test(["crypto_rebuild_dag", `--conf=${JSON.stringify(params)}`], settings);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private test(run: readonly string[], settings: object): Promise<DagRun> {
    const options = {
      env: this.environment(settings),
      maxBuffer: 64 * 1024 * 1024,
      timeout: 350_000,
      killSignal: "SIGKILL",
    } as const;
    const program = join(airflowBin(this.version), "airflow");
    return new Promise((resolve) => {
      const child = execFile(program, ["dags", "test", ...run], options, (_, stdout, stderr) => {
        resolve({ code: child.exitCode, log: stdout + stderr });
      });
    });
  }

  private environment(settings: object): Record<string, string> {
    const file = join(this.folder, "settings.json");
    writeFileSync(file, JSON.stringify(settings));
    return {
      PATH: process.env.PATH ?? "",
      AIRFLOW_HOME: this.folder,
      AIRFLOW__CORE__LOAD_EXAMPLES: "False",
      AIRFLOW__CORE__DAGS_FOLDER: dags,
      CRYPTO_ETL_SETTINGS: file,
      // Compiled modules are cached outside the checkout.
      PYTHONPYCACHEPREFIX: join(airflowBin(this.version), "../../pycache"),
      ...this.env,
    };
  }
}
