import type { CommandLine } from "../options/options";
import { type DayRuns, dayRun, lastDate } from "../run/day_runs";
import { jobNameOf } from "../runners/job_identity";
import type { RunCalls } from "../transforms/market/planned_calls";
import type { DaysToMake } from "./chosen_days";
import type { PlannedDay, PlannedPipeline } from "./dry_run_report";
import { type Places, plannedDay } from "./planned_day";
import type { CheckedPlaces } from "./refusal";

/** A pipeline of a command, before its days are worked out. */
export interface ChosenPipeline {
  readonly runs: DayRuns;
  readonly days: DaysToMake;
}

/** The run whose checks stand for those of all days: they don't depend on the date. */
export function checkedRun({ runs, days: { toMake } }: ChosenPipeline) {
  const made = toMake ?? runs;
  return dayRun(made, lastDate(made));
}

/**
 * What a pipeline would do for its days.
 * @param planned the calls of its days
 */
export async function plannedPipeline(
  { runs, days: { toMake, done, left, refusal } }: ChosenPipeline,
  planned: readonly RunCalls[],
  { pipelines, options }: CommandLine,
  places: Places,
  checked: CheckedPlaces,
): Promise<PlannedPipeline> {
  const days: PlannedDay[] = [];
  for (const day of planned) {
    days.push(await plannedDay(day, options, places, checked.superseded));
  }
  const refused = refusal ?? checked.refusal;
  return {
    pipeline: runs.pipeline,
    job_name:
      options.runner === "direct" ? null : jobNameOf(toMake ?? runs, options.jobName, pipelines),
    days,
    done,
    left_out: left,
    refusal: refused?.message ?? null,
  };
}
