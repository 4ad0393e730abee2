import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseCommandLine } from "../../pipelines/cli/command_line";
import { pipelineNames } from "../../pipelines/options/pipeline_spec";
import { planRuns } from "../../pipelines/run/plan_runs";
import { jobNameOf } from "../../pipelines/runners/job_identity";
import { templateFiles } from "../../templates/generated_files";
import { checkout } from "../support/checkout";

const date = "2026-01-06";

/** The names of the command line's jobs, by pipeline. */
const ofCommandLine = pipelineNames.map((pipeline) => {
  const history =
    pipeline === "market-history"
      ? ["--coins=top:9", `--startDate=${date}`, `--endDate=${date}`]
      : [];
  const argv = [pipeline, `--snapshotDate=${date}`, ...history];
  const { options, pipelines } = parseCommandLine(argv);
  const identity = { runId: "r", startedAt: `${date}T12:00:00.000Z`, hasKey: false };
  return jobNameOf(planRuns(pipeline, options, identity), undefined, pipelines);
});

/**
 * Makes the DAG's task of each pipeline, with a base operator that does as Airflow's: it appends a
 * suffix to the body's job name unless it is not to. Prints the names that would be sent.
 */
const launchEach = `
import json, sys, types

class Operator:
    def __init__(self, *, body, location, project_id, append_job_name=True, **kwargs):
        self.append_job_name = append_job_name
    def execute(self, context):
        suffix = "-1a2b3c4d" if self.append_job_name else ""
        return self.body["launchParameter"]["jobName"] + suffix

operators = types.ModuleType("operators")
operators.DataflowStartFlexTemplateOperator = Operator
tasks = types.ModuleType("tasks")
for name in ("airflow", "airflow.providers", "airflow.providers.google", "airflow.providers.google.cloud",
             "airflow.providers.google.cloud.operators"):
    sys.modules[name] = types.ModuleType(name)
sys.modules["airflow.providers.google.cloud.operators.dataflow"] = operators
sys.modules["crypto_etl.task_settings"] = tasks
from crypto_etl.settings import TaskSettings
tasks.task_settings = TaskSettings
from crypto_etl.launch_pipeline import LaunchPipeline

pipelines, date = json.load(sys.stdin)
print(json.dumps([LaunchPipeline(pipeline=one, date=date, task_id=one).execute({}) for one in pipelines]))
`;

describe("the name of a job, by which Dataflow refuses a second one of a pipeline and date", () => {
  it("is the same from the DAG as from the command line", () => {
    const printed = execFileSync("python3", ["-c", launchEach], {
      input: JSON.stringify([pipelineNames, date]),
      encoding: "utf8",
      env: { ...process.env, PYTHONPATH: join(checkout, "dags"), PYTHONDONTWRITEBYTECODE: "1" },
    });
    expect(JSON.parse(printed)).toEqual(ofCommandLine);
  });

  it("is the same from a template's documented command, for today", () => {
    const pages = templateFiles().filter(({ path }) => path.endsWith("README.md"));
    const names = pages.map(({ content }) => /flex-template run "([^"]+)"/.exec(content)?.[1]);
    expect(names.map((name) => name?.replace("$(date -u +%F)", date))).toEqual(ofCommandLine);
  });

  it("is one that Dataflow takes", () => {
    for (const name of ofCommandLine) expect(name).toMatch(/^[a-z]([-a-z0-9]{0,1022}[a-z0-9])?$/);
  });
});
