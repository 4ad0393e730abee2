import type { GivenOptions } from "../options/options";
import { runGroups } from "../options/options";
import { pipelineSpecs, type PipelineName } from "../options/pipeline_spec";
import { daysText } from "../options/days";
import { type DayRuns, lastDate } from "../run/day_runs";

/**
 * The name of the job of a pipeline and date, or of the first and the last of several. Command line, templates and DAG
 * (dags/crypto_etl/launch_body.py) share it, so that Dataflow, which refuses a second active job of
 * a name, never has two of them write the same date at once.
 */
export function defaultJobName(
  pipeline: PipelineName,
  first: string,
  last: string = first,
): string {
  return `crypto-${pipeline}-${first}${last === first ? "" : `-to-${last}`}`;
}

/** The name that was asked for, followed by the pipeline when the command runs several. */
export function jobNameOf(
  { pipeline, dates }: Pick<DayRuns, "pipeline" | "dates">,
  jobName: string | undefined,
  pipelines: readonly PipelineName[],
): string {
  if (jobName === undefined) return defaultJobName(pipeline, dates[0], lastDate({ dates }));
  return pipelines.length > 1 ? `${jobName}-${pipeline}` : jobName;
}

/** What a run does, as texts by our options' names: for the page of its job. */
export function describeRun(run: DayRuns, given: GivenOptions): Readonly<Record<string, string>> {
  const names = Object.values(runGroups).flatMap((group) => Object.keys(group));
  return {
    ...Object.fromEntries(Object.entries(given).filter(([name]) => names.includes(name))),
    pipeline: run.pipeline,
    runId: run.runId,
    snapshotDate: daysText(run.dates),
    output: run.output,
    warehouse: run.warehouse,
    ...(pipelineSpecs[run.pipeline].callsApi && { source: run.api.source }),
  };
}
