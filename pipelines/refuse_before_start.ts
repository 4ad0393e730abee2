import { keyIsMissing } from "./coingecko/explain";
import { plans } from "./coingecko/plans";
import { daysWithAnswers, possibleDays } from "./run/choose_days";
import type { Options } from "./options/options";
import { pipelines } from "./pipelines";
import { type DayRuns, dayRun, lastDate } from "./run/day_runs";
import { hasKey } from "./run/has_key";
import { openObjectStore } from "./storage/open_object_store";
import { checkEarliest } from "./transforms/history/check_earliest";
import { recordEarlyFailures } from "./transforms/publish/failed_run";

/**
 * Refuses a command of which some pipeline can't run, before the first one does: a later refusal would
 * leave the work of the earlier ones behind it. On Dataflow the workers have the key and the output: this
 * account may have neither.
 * @param runs plans the run of each pipeline
 * @throws ActionableError, or a UsageError
 */
export async function refuseBeforeStart(
  runs: readonly (() => DayRuns)[],
  options: Options,
): Promise<void> {
  const { runner, onlyArchived } = options;
  if (runner !== "dataflow" && !hasKey(options)) await refuseMissingKey(runs);
  for (const planned of runs) await checkHistory(planned(), runner);
  if (runner !== "dataflow") await refuseDays(runs, onlyArchived);
}

/** Refuses a command that lacks the key of its plan, unless the date's archive may have the answers. */
async function refuseMissingKey(runs: readonly (() => DayRuns)[]): Promise<void> {
  const run = runs.map((planned) => planned()).find(({ pipeline }) => pipelines[pipeline].callsApi);
  if (run === undefined || plans[run.api.plan].keyHeader === undefined) return;
  const store = await openObjectStore(run.output, run.runId);
  const archived = await daysWithAnswers(run, store);
  // A key is of no use to days that only the archive may have.
  const dates = run.callingDates.filter((date) => !archived.includes(date));
  if (dates.length === 0) return;
  const error = keyIsMissing(run.api);
  await recordEarlyFailures(run, error);
  throw error;
}

/** Refuses days that can't be made. */
async function refuseDays(runs: readonly (() => DayRuns)[], onlyArchived: boolean): Promise<void> {
  for (const planned of runs) {
    const run = planned();
    await possibleDays(run, await openObjectStore(run.output, run.runId), onlyArchived);
  }
}

/** The output of a job on Dataflow may not be readable here: only what the plan allows is taken. */
async function checkHistory(runs: DayRuns, runner: Options["runner"]): Promise<void> {
  if (runs.history === null) return;
  const store = runner === "dataflow" ? null : await openObjectStore(runs.output, runs.runId);
  await checkEarliest(dayRun(runs, lastDate(runs)), runs.history, store);
}
