import { execFile, execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { GoogleProject } from "../../../emulators/google/project";
import { type AirflowVersion, airflowBin } from "../airflow/airflow";
import { checkout } from "../checkout";

export const composerAccount = "composer@demo-project.iam.gserviceaccount.com";

/** How a script ended. */
export interface ScriptEnd {
  readonly code: number | null;
  readonly errors: string;
}

/** The set-up's scripts, the real gcloud and bq, and a project double with a Composer environment. */
export class SetUpProject {
  /** The commands that Composer passed to Airflow. */
  readonly airflowCommands: (readonly string[])[] = [];
  readonly cloud: GoogleProject;
  private readonly folder = mkdtempSync(join(tmpdir(), "setup-"));

  private constructor(private readonly version: AirflowVersion) {
    this.cloud = new GoogleProject("demo-project", (args) => this.runAirflow(args));
  }

  /** @param image of the Composer environment `main`, with the Airflow that runs its commands */
  static async start(version: AirflowVersion, image: string): Promise<SetUpProject> {
    const project = new SetUpProject(version);
    const { resources } = project.cloud.state;
    // The Composer environment exists beforehand, with a bucket and an account of its own.
    resources.set("storage/b/composer-bucket", { name: "composer-bucket" });
    const account = `projects/demo-project/serviceAccounts/${composerAccount}`;
    resources.set(`iam/${account}`, { name: account, email: composerAccount });
    const name = "projects/demo-project/locations/europe-west1/environments/main";
    const config = {
      dagGcsPrefix: "gs://composer-bucket/dags",
      softwareConfig: { imageVersion: image },
    };
    resources.set(`composer/${name}`, { name, state: "RUNNING", config });
    await project.cloud.start();
    project.writeFiles();
    const migrate = { env: project.airflowEnvironment(), stdio: "ignore" } as const;
    execFileSync(join(airflowBin(version), "airflow"), ["db", "migrate"], migrate);
    return project;
  }

  /** @param killAfter the script and its children are killed after this many further changes. */
  run(script: string, args: readonly string[], killAfter = Infinity): Promise<ScriptEnd> {
    const child = spawn(join(checkout, "scripts", script), ["--project=demo-project", ...args], {
      env: {
        PATH: [join(this.folder, "bin"), process.env.PATH].join(delimiter),
        HOME: this.folder,
        COINGECKO_API_KEY: "CG-secret",
        ...this.cloud.environment(this.folder),
      },
      stdio: ["ignore", "ignore", "pipe"],
      detached: true,
    });
    let changes = 0;
    this.cloud.state.onChange = () => {
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

  /** How many resources have this in their path. */
  count(part: string): number {
    return [...this.cloud.state.resources.keys()].filter((path) => path.includes(part)).length;
  }

  /** What an Airflow command of the environment prints. */
  airflowOutput(args: readonly string[]): string {
    return execFileSync(join(airflowBin(this.version), "airflow"), args, {
      env: this.airflowEnvironment(),
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  }

  async stop(): Promise<void> {
    await this.cloud.stop();
    rmSync(this.folder, { recursive: true });
  }

  /** gcloud's and bq's own files, and a `sleep` that lets only the double's time pass. */
  private writeFiles(): void {
    writeFileSync(join(this.folder, "token"), "a-token");
    const root = spawnSync("gcloud", ["info", "--format=value(installation.sdk_root)"], {
      encoding: "utf8",
    });
    const discovery = join(root.stdout.trim(), "platform/bq/discovery_next/bigquery.json");
    const flags = {
      api: this.cloud.url,
      oauth_access_token: "a-token",
      discovery_file: discovery,
    };
    const lines = Object.entries(flags).map(([name, value]) => `${name} = ${value}\n`);
    writeFileSync(join(this.folder, "bigqueryrc"), lines.join(""));
    const sleep = join(this.folder, "bin/sleep");
    mkdirSync(join(this.folder, "bin"));
    writeFileSync(sleep, `#!/bin/sh\nexec curl -s -X POST "${this.cloud.url}/sleep?seconds=$1"\n`);
    chmodSync(sleep, 0o755);
  }

  /** Composer passes a command to Airflow's own command line. */
  private runAirflow(args: readonly string[]): Promise<{ code: number; output: string }> {
    this.airflowCommands.push(args);
    return new Promise((resolve) => {
      const program = join(airflowBin(this.version), "airflow");
      const child = execFile(program, args, { env: this.airflowEnvironment() }, (_, output) => {
        resolve({ code: child.exitCode ?? 1, output });
      });
    });
  }

  private airflowEnvironment(): Record<string, string> {
    return {
      PATH: process.env.PATH ?? "",
      AIRFLOW_HOME: join(this.folder, "airflow"),
      AIRFLOW__CORE__LOAD_EXAMPLES: "False",
      PYTHONPYCACHEPREFIX: join(airflowBin(this.version), "../../pycache"),
    };
  }
}
