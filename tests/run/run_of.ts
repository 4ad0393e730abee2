import { randomUUID } from "node:crypto";
import { parseCommandLine } from "../../pipelines/cli/command_line";
import type { PipelineName } from "../../pipelines/options/pipeline_spec";
import { planRun, type Run } from "../../pipelines/run/run";

/** The run that a command line makes, at noon of its date. */
export function runOf(pipeline: PipelineName, ...argv: string[]): Run {
  const { options } = parseCommandLine(["--snapshotDate=2026-01-02", ...argv]);
  const startedAt = "2026-01-02T12:00:00.000Z";
  return planRun(pipeline, options, { runId: randomUUID(), startedAt, hasKey: false });
}
