import { execFile, execFileSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { checkToolBin } from "./check_tools";
import { checkout } from "../checkout";

const execFileAsync = promisify(execFile);

interface Step {
  readonly id: string;
  /** The image that the step runs in. */
  readonly name: string;
  readonly script?: string;
  readonly entrypoint?: string;
  readonly args?: readonly string[];
}

interface BuildFile {
  readonly substitutions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

type Values = Readonly<Record<string, string>>;

/** The entry points of the builder images. */
const entrypoints: Values = { "gcr.io/cloud-builders/docker": "docker" };

/** A build file of the project, whose steps run here with this machine's tools. */
export class CloudBuild {
  private readonly file: BuildFile;

  /** @param env further variables of the steps' environment */
  constructor(
    path: "cloudbuild.yaml" | "cloudbuild.pull-request.yaml",
    private readonly env: Values,
  ) {
    // The checker of such files comes with a YAML parser.
    const script =
      "import json, sys, ruamel.yaml; print(json.dumps(ruamel.yaml.YAML(typ='safe').load(open(sys.argv[1]))))";
    const python = join(checkToolBin("check-jsonschema"), "python");
    const printed = execFileSync(python, ["-c", script, join(checkout, path)], {
      encoding: "utf8",
    });
    this.file = JSON.parse(printed) as BuildFile;
  }

  get ids(): string[] {
    return this.file.steps.map(({ id }) => id);
  }

  /**
   * Runs a step as Cloud Build does: a script with the substitutions in its environment, or a program
   * with them in its arguments.
   * @param given substitutions of this build, which override the file's
   * @param place.tests arguments for the tests, to run only some of the tests
   */
  async run(
    id: string,
    given: Values = {},
    { cwd = checkout, tests = "" }: { cwd?: string; tests?: string } = {},
  ): Promise<void> {
    const step = this.file.steps.find((one) => one.id === id);
    if (!step) throw new Error(`There is no step ${id}.`);
    const values = this.substitutions(given);
    const { script, entrypoint = entrypoints[step.name], args = [] } = step;
    const command: [string, string[]] =
      script === undefined
        ? [entrypoint ?? step.name, args.map((arg) => replaced(arg, values))]
        : ["bash", ["-c", script.replace(/^npm (test|run test:all)$/m, `$& ${tests}`)]];
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...values, ...this.env };
    await execFileAsync(...command, { cwd, env, maxBuffer: 64 * 1024 * 1024 });
  }

  /** With `${NAME}` expanded, as dynamicSubstitutions does. */
  private substitutions(given: Values): Values {
    let values: Values = { PROJECT_ID: "demo-project", COMMIT_SHA: "abc123" };
    for (const [name, value] of Object.entries({ ...this.file.substitutions, ...given })) {
      values = { ...values, [name]: replaced(value, values) };
    }
    return values;
  }
}

function replaced(text: string, values: Values): string {
  return text.replace(/\$\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
}
