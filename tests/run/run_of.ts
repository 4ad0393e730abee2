import { randomUUID } from "node:crypto";
import { parseCommandLine } from "../../pipelines/cli/command_line";
import type { PipelineName } from "../../pipelines/options/pipeline_spec";
import { type DayRuns, dayRun, lastDate } from "../../pipelines/run/day_runs";
import { planRuns } from "../../pipelines/run/plan_runs";
import type { Run } from "../../pipelines/run/run";

/** The runs that a command line makes, at noon of 2026-01-02, which is their date by default. */
export function runsOf(pipeline: PipelineName, ...argv: string[]): DayRuns {
  const { options } = parseCommandLine(["--snapshotDate=2026-01-02", ...argv]);
  const startedAt = "2026-01-02T12:00:00.000Z";
  return planRuns(pipeline, options, { runId: randomUUID(), startedAt, hasKey: false });
}

/** The same of a single day. */
export function runOf(pipeline: PipelineName, ...argv: string[]): Run {
  const runs = runsOf(pipeline, ...argv);
  return dayRun(runs, lastDate(runs));
}
