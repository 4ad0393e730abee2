import { type CommandLine, type OptionName, optionSpecs } from "../options/options";
import type { Run } from "../run/run";

/**
 * The name of a run's job: the one that was asked for, followed by the pipeline when the command
 * runs several; else one of pipeline and date, so that a date is not worked on twice at a time.
 */
export function jobNameOf(run: Run, { options, pipelines }: CommandLine): string {
  const { jobName } = options;
  if (jobName === undefined) return `crypto-${run.pipeline}-${run.snapshotDate}`;
  return pipelines.length > 1 ? `${jobName}-${run.pipeline}` : jobName;
}

/** What a run does, as texts by our options' names: for the page of its job. */
export function givenOptions(run: Run, { given }: CommandLine): Readonly<Record<string, string>> {
  const own = Object.entries(given).filter(([name]) => {
    const { group } = optionSpecs[name as OptionName];
    return group !== "Runner" && !group.startsWith("Dataflow");
  });
  return {
    ...Object.fromEntries(own),
    pipeline: run.pipeline,
    runId: run.runId,
    snapshotDate: run.snapshotDate,
    output: run.output,
    warehouse: run.warehouse,
    ...(run.pipeline !== "date-dim" && { source: run.api.source }),
  };
}
