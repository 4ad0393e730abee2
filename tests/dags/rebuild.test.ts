import { parseCommandLine } from "../../pipelines/cli/command_line";
import { mostDays } from "../../pipelines/options/limits";
import {
  dailyPipelines,
  type PipelineName,
  pipelineSpecs,
} from "../../pipelines/options/pipeline_spec";
import { planRuns } from "../../pipelines/run/plan_runs";
import { jobNameOf } from "../../pipelines/runners/job_identity";
import { templateMetadata } from "../../templates/metadata";
import { acceptedBy } from "../../templates/template_metadata";
import { readSettings } from "../support/airflow/dag_settings";

/** Those whose days the archive can make again. */
const rebuilt = dailyPipelines.filter((name) => pipelineSpecs[name].callsApi);

const settings = {
  project: "demo-project",
  region: "europe-west1",
  templates: "gs://demo-bucket/templates",
  output: "gs://demo-bucket/crypto",
  warehouse: "bigquery:demo-project.crypto",
  source: "demo",
  parameters: { force: true, "market-snapshot": { coins: "top:100" } },
};

interface Body {
  readonly launchParameter: {
    readonly jobName: string;
    readonly parameters: Readonly<Record<string, string>>;
    readonly environment: { readonly additionalUserLabels: Readonly<Record<string, string>> };
  };
}

/** The request of each pipeline that the params of a run choose, or why they are refused. */
function rebuilds<Answer = Readonly<Record<string, Body>>>(...params: object[]): Answer[] {
  return readSettings(params.map((one) => ({ read: "rebuild", settings, params: one })));
}

/** The name of the command line's job for the same days. */
function commandLineName(pipeline: PipelineName, days: string): string {
  const { options, pipelines } = parseCommandLine([pipeline, `--snapshotDate=${days}`]);
  const identity = { runId: "r", startedAt: "2026-03-01T12:00:00.000Z", hasKey: false };
  return jobNameOf(planRuns(pipeline, options, identity), undefined, pipelines);
}

describe("a rebuild of days", () => {
  it("launches one job a pipeline for all of them", () => {
    const params = { from: "2025-12-30", to: "2026-02-28", only_archived: true, force: false };
    const [bodies] = rebuilds(params);
    expect(Object.keys(bodies ?? {})).toEqual(rebuilt);
    expect(bodies?.["market-snapshot"]).toEqual({
      launchParameter: {
        jobName: "crypto-market-snapshot-2025-12-30-to-2026-02-28",
        containerSpecGcsPath: "gs://demo-bucket/templates/market-snapshot.json",
        parameters: {
          output: "gs://demo-bucket/crypto",
          warehouse: "bigquery:demo-project.crypto",
          snapshotDate: "2025-12-30..2026-02-28",
          source: "demo",
          coins: "top:100",
          onlyArchived: "true",
          // The form of the run, not the settings, has the last word.
          force: "false",
        },
        environment: {
          additionalUserLabels: {
            app: "crypto-pipelines",
            pipeline: "market-snapshot",
            "snapshot-date": "2025-12-30_2026-02-28",
          },
        },
      },
    });
  });

  it("launches the chosen pipelines only, and for one day as the daily run does", () => {
    const [bodies] = rebuilds({ from: "2026-01-06", to: "2026-01-06", pipelines: ["asset-dim"] });
    expect(Object.keys(bodies ?? {})).toEqual(["asset-dim"]);
    const { jobName, parameters, environment } = bodies?.["asset-dim"]?.launchParameter ?? {};
    expect(jobName).toBe("crypto-asset-dim-2026-01-06");
    expect(parameters?.snapshotDate).toBe("2026-01-06");
    expect(environment?.additionalUserLabels["snapshot-date"]).toBe("2026-01-06");
  });

  it("sends what Dataflow and the template accept, under the command line's name", () => {
    const [bodies = {}] = rebuilds({ from: "2026-01-01", to: "2026-12-31", force: true });
    for (const pipeline of rebuilt) {
      const { jobName, parameters, environment } = bodies[pipeline]?.launchParameter ?? {};
      expect(jobName).toBe(commandLineName(pipeline, "2026-01-01..2026-12-31"));
      expect(jobName).toMatch(/^[a-z]([-a-z0-9]{0,1022}[a-z0-9])?$/);
      for (const label of Object.values(environment?.additionalUserLabels ?? {})) {
        expect(label).toMatch(/^[a-z0-9_-]{1,63}$/);
      }
      const declared = templateMetadata(pipeline).parameters;
      for (const [name, value] of Object.entries(parameters ?? {})) {
        const parameter = declared.find((one) => one.name === name);
        expect([pipeline, name, parameter !== undefined]).toEqual([pipeline, name, true]);
        expect([name, acceptedBy(parameter?.regexes, value)]).toEqual([name, true]);
      }
    }
  });

  it("is refused in one line that names the param and what to do", () => {
    const days = { from: "2026-01-01", to: "2026-01-31" };
    const cases: [params: object, error: RegExp][] = [
      [{}, /^The param from is null: expected a day, YYYY-MM-DD\.$/],
      [{ ...days, to: "2026-02-30" }, /^The param to is "2026-02-30": expected a day/],
      [{ ...days, from: "20260101" }, /^The param from is "20260101": expected a day/],
      [{ ...days, from: "2026-01-01\n" }, /^The param from is "2026-01-01\\n": expected a day/],
      [{ ...days, from: 20260101 }, /^The param from is 20260101: expected a day/],
      [
        { from: "2026-02-01", to: "2026-01-31" },
        /^The param from, 2026-02-01, is after to, 2026-01-31: swap them\.$/,
      ],
      [{ ...days, pipelines: ["market"] }, /pipelines is \["market"\]: .* market-snapshot, asset/],
      [{ ...days, pipelines: ["date-dim"] }, /pipelines is \["date-dim"\]: expected a list/],
      [{ ...days, pipelines: [] }, /pipelines is \[\]: expected a list/],
      [{ ...days, pipelines: "asset-dim" }, /pipelines is "asset-dim": expected a list/],
      [{ ...days, pipelines: [["asset-dim"]] }, /pipelines is \[\["asset-dim"\]\]: expected/],
      [{ ...days, only_archived: "yes" }, /^The param only_archived is "yes": expected true or/],
      [{ ...days, force: 1 }, /^The param force is 1: expected true or false\.$/],
    ];
    const answers = rebuilds<{ error: string }>(...cases.map(([params]) => params));
    cases.forEach(([, expected], index) => {
      expect(answers[index]?.error).toMatch(expected);
      expect(answers[index]?.error).not.toContain("\n");
    });
  });

  it("has at most as many days as a command", () => {
    const from = Date.parse("2016-01-01");
    const to = (count: number) => new Date(from + (count - 1) * 86_400_000).toISOString();
    const [most, more] = [mostDays, mostDays + 1].map((count) => to(count).slice(0, 10));
    const answers = rebuilds({ from: "2016-01-01", to: most }, { from: "2016-01-01", to: more });
    expect(Object.keys(answers[0] ?? {})).toEqual(rebuilt);
    expect(answers[1]).toEqual({
      error:
        "The params from and to ask for 3,661 days: at most 3,660 days are made at once, choose fewer.",
    });
  });
});
