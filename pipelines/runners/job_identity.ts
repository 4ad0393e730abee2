import type { GivenOptions } from "../options/options";
import { runGroups } from "../options/options";
import { pipelineSpecs, type PipelineName } from "../options/pipeline_spec";
import type { Run } from "../run/run";

/**
 * The name of the job of a pipeline and date. Command line, templates and DAG
 * (dags/crypto_etl/launch_body.py) share it, so that Dataflow, which refuses a second active job of
 * a name, never has two of them write the same date at once.
 */
export function defaultJobName(pipeline: PipelineName, snapshotDate: string): string {
  return `crypto-${pipeline}-${snapshotDate}`;
}

/** The name that was asked for, followed by the pipeline when the command runs several. */
export function jobNameOf(
  { pipeline, snapshotDate }: Run,
  jobName: string | undefined,
  pipelines: readonly PipelineName[],
): string {
  if (jobName === undefined) return defaultJobName(pipeline, snapshotDate);
  return pipelines.length > 1 ? `${jobName}-${pipeline}` : jobName;
}

/** What a run does, as texts by our options' names: for the page of its job. */
export function describeRun(run: Run, given: GivenOptions): Readonly<Record<string, string>> {
  const names = Object.values(runGroups).flatMap((group) => Object.keys(group));
  return {
    ...Object.fromEntries(Object.entries(given).filter(([name]) => names.includes(name))),
    pipeline: run.pipeline,
    runId: run.runId,
    snapshotDate: run.snapshotDate,
    output: run.output,
    warehouse: run.warehouse,
    ...(pipelineSpecs[run.pipeline].callsApi && { source: run.api.source }),
  };
}
