import { execFile, execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { GoogleProject, type OtherServices } from "../../../emulators/google/project";
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

  private constructor(
    private readonly version: AirflowVersion,
    others: OtherServices = {},
  ) {
    this.cloud = new GoogleProject("demo-project", (args) => this.runAirflow(args), others);
  }

  /** A project without a Composer environment. */
  static async startWith(version: AirflowVersion, others: OtherServices): Promise<SetUpProject> {
    const project = new SetUpProject(version, others);
    await project.startServers();
    return project;
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
    await project.startServers();
    return project;
  }

  /** @param killAfter the script and its children are killed after this many further changes. */
  run(script: string, args: readonly string[], killAfter = Infinity): Promise<ScriptEnd> {
    const child = spawn(join(checkout, "scripts", script), ["--project=demo-project", ...args], {
      env: { ...this.environment(), COINGECKO_API_KEY: "CG-secret" },
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

  /** The environment of a shell in which gcloud and bq use this project. */
  environment(): Record<string, string> {
    return {
      PATH: [this.programs, process.env.PATH].join(delimiter),
      HOME: this.folder,
      ...this.cloud.environment(this.folder),
    };
  }

  /** The folder of programs that are found before others. */
  get programs(): string {
    return join(this.folder, "bin");
  }

  /** gcloud's commands that are to do nothing, of two words each. */
  skipCommands(commands: readonly string[]): void {
    const cases = commands.map((command) => `"${command.replace("gcloud ", "")}") exit 0 ;;`);
    const real = spawnSync("which", ["gcloud"], { encoding: "utf8" }).stdout.trim();
    const script = ["#!/bin/sh", 'case "$1 $2" in', ...cases, "esac", `exec ${real} "$@"`];
    writeFileSync(join(this.programs, "gcloud"), script.join("\n"), { mode: 0o755 });
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

  private async startServers(): Promise<void> {
    await this.cloud.start();
    this.writeFiles();
    const migrate = { env: this.airflowEnvironment(), stdio: "ignore" } as const;
    execFileSync(join(airflowBin(this.version), "airflow"), ["db", "migrate"], migrate);
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
    const sleep = join(this.programs, "sleep");
    mkdirSync(this.programs);
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
