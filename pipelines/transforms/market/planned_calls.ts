import { callsLeft } from "../../coingecko/budget";
import { plans } from "../../coingecko/plans";
import {
  type CommandPlan,
  type EndpointCalls,
  type PlannedCalls,
  sumOfCalls,
} from "../../run/command_plan";
import { type DayRuns, dayRun } from "../../run/day_runs";
import type { Run } from "../../run/run";
import type { ObjectStore } from "../../storage/object_store";
import { callsByEndpoint } from "./endpoint_calls";

/**
 * What a command is about to do.
 * @param runs of the command, in their order
 * @param store the output; null where it can't be read from here
 */
export async function planCommand(
  runs: readonly [DayRuns, ...DayRuns[]],
  store: ObjectStore | null,
): Promise<CommandPlan> {
  const days = runs.flatMap((run) => run.callingDates.map((date) => dayRun(run, date)));
  return planOf(runs, await callsOfRuns(days, store));
}

/** The plan of a command whose runs make these calls; they share all options. */
export function planOf(
  runs: readonly [DayRuns, ...DayRuns[]],
  planned: readonly RunCalls[],
): CommandPlan {
  const [{ api, coins, output, warehouse }] = runs;
  const { source, requestsPerMinute, maxRequests } = api;
  return {
    runs: runs.map(({ pipeline }) => {
      const own = planned.filter(({ run }) => run.pipeline === pipeline);
      return { pipeline, calls: sumOfCalls(own.flatMap(({ endpoints }) => endpoints)) };
    }),
    ...{ source, coins, requestsPerMinute, maxRequests, output, warehouse },
    ...historyPlan(runs),
    lacksAnswers: planned.some(({ endpoints }) =>
      endpoints.some(({ purpose, unavailable }) => purpose === "market" && unavailable > 0),
    ),
  };
}

/** The days of market-history, and what its plan allows, where the command has it. */
function historyPlan(runs: readonly DayRuns[]): Pick<CommandPlan, "history"> {
  const run = runs.find(({ history }) => history !== null);
  if (!run?.history) return {};
  const { first, last } = run.history;
  return { history: { first, last, daysAllowed: plans[run.api.plan].historyDays } };
}

/** A run with its calls. */
export interface RunCalls {
  readonly run: Run;
  readonly endpoints: readonly EndpointCalls[];
}

/** About which calls the run of each pipeline and day makes, by endpoint. */
export async function callsOfRuns(
  runs: readonly Run[],
  store: ObjectStore | null,
): Promise<RunCalls[]> {
  const planned: RunCalls[] = [];
  const marketDays = new Set<string>();
  for (const run of runs) {
    const own = await callsByEndpoint(run, store);
    // What one pipeline has fetched, the next finds in the archive; a history needs all of its charts.
    const isArchived = marketDays.has(run.snapshotDate) && !run.api.refresh;
    const endpoints = isArchived ? own.map(withMarketArchived) : own;
    const isHistory = run.history !== null;
    planned.push({
      run,
      endpoints: isHistory ? own : withinBudget(endpoints, run.api.maxRequests),
    });
    if (own.length > 0 && !isHistory) marketDays.add(run.snapshotDate);
  }
  return planned;
}

/** About how many calls the runs of some days make. */
export async function callsOfDays(runs: DayRuns, store: ObjectStore | null): Promise<PlannedCalls> {
  const days = runs.callingDates.map((date) => dayRun(runs, date));
  const planned = await callsOfRuns(days, store);
  return sumOfCalls(planned.flatMap(({ endpoints }) => endpoints));
}

/** About how many calls a run makes: those whose answers are not archived. */
export async function plannedCalls(run: Run, store: ObjectStore | null): Promise<PlannedCalls> {
  const [planned] = await callsOfRuns([run], store);
  return sumOfCalls(planned?.endpoints ?? []);
}

function withMarketArchived(endpoint: EndpointCalls): EndpointCalls {
  const { purpose, archived, calls } = endpoint;
  return purpose === "market" ? { ...endpoint, archived: archived + calls, calls: 0 } : endpoint;
}

/** Details are refreshed as far as the other calls leave something of the budget. */
function withinBudget(
  endpoints: readonly EndpointCalls[],
  maxRequests: number | null,
): readonly EndpointCalls[] {
  const { market, extras } = sumOfCalls(endpoints);
  const left = callsLeft(maxRequests, market + extras) ?? Infinity;
  return endpoints.map((one) =>
    one.purpose === "details" ? { ...one, calls: Math.min(one.calls, left) } : one,
  );
}
