import { isWithinDay } from "../coingecko/date_window";
import { utcDay } from "../core/day";
import { calendarOf } from "../options/date_options";
import type { Options } from "../options/options";
import { defaultMaxMissing } from "../options/output_options";
import type { PipelineName } from "../options/pipeline_spec";
import { apiSettings, type SourceContext } from "./api_settings";
import type { DayRuns } from "./day_runs";
import { daysOf, planHistory, todayOf } from "./history_range";
import { places } from "./places";

/** What a run needs beyond its options. */
export interface RunIdentity extends SourceContext {
  readonly runId: string;
  readonly startedAt: string;
}

export function planRuns(pipeline: PipelineName, options: Options, identity: RunIdentity): DayRuns {
  const { runId, startedAt } = identity;
  const { api, detailRequests } = apiSettings(options, identity);
  const dates = options.snapshotDates ?? ([utcDay(startedAt)] as const);
  const now = Date.parse(startedAt);
  const runs: DayRuns = {
    pipeline,
    runId,
    startedAt,
    dates,
    callingDates: dates.filter((date) => !api.knowsOnlyNow || isWithinDay(date, now)),
    ...places(options),
    api,
    coins: options.coins,
    vsCurrency: options.vsCurrency,
    includeRehypothecated: options.includeRehypothecated,
    extras: options.extras,
    detailRequests,
    ...calendarOf(options),
    history: null,
    maxRejects: options.maxRejects,
    formats: options.formats,
    maxMissing: options.maxMissing ?? defaultMaxMissing,
    force: options.force,
  };
  return pipeline === "market-history" ? historyRuns(runs, options) : runs;
}

/** The runs of the days of a history: its last day makes the calls for all of them. */
function historyRuns(runs: DayRuns, options: Options): DayRuns {
  const { api, startedAt } = runs;
  const history = planHistory(options, api, todayOf(api, options.snapshotDates?.at(-1), startedAt));
  return {
    ...runs,
    dates: daysOf(history),
    callingDates: [history.last],
    history,
    // Charts know the past.
    api: { ...api, knowsOnlyNow: false },
  };
}
