import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { Archive } from "../../coingecko/archive";
import { isWithinDay } from "../../coingecko/date_window";
import { plans } from "../../coingecko/plans";
import {
  type ApiRequest,
  assetPlatformsRequest,
  coinDetailsFolder,
  coinListRequest,
  extraRequest,
  idBatches,
  marketByIdsRequest,
  marketPageRequest,
  pageSize,
} from "../../coingecko/requests";
import { utcDay } from "../../core/day";
import { pipelineSpecs } from "../../options/pipeline_spec";
import { type CommandPlan, noCalls, type PlannedCalls } from "../../run/command_plan";
import { type DayRuns, dayRun } from "../../run/day_runs";
import type { Run } from "../../run/run";
import type { ObjectStore } from "../../storage/object_store";
import { historyCalls } from "../history/history_calls";

/** About how many coins CoinGecko lists, where no list of it is archived. */
const usualCoins = 18_500;

/** How many days back a list is looked for, to estimate how many coins there are. */
const daysBack = 7;

const dayMs = 86_400_000;

/**
 * What a command is about to do.
 * @param runs of the command, in their order
 * @param store the output; null where it can't be read from here
 */
export async function planCommand(
  runs: readonly [DayRuns, ...DayRuns[]],
  store: ObjectStore | null,
): Promise<CommandPlan> {
  const planned: { pipeline: Run["pipeline"]; calls: PlannedCalls }[] = [];
  let isMarketPlanned = false;
  for (const run of runs) {
    const calls = await callsOfDays(run, store);
    // What one pipeline has fetched, the next finds in the archive.
    const isArchived = isMarketPlanned && !run.api.refresh && run.history === null;
    planned.push({
      pipeline: run.pipeline,
      calls: isArchived ? { ...calls, market: 0 } : calls,
    });
    isMarketPlanned ||= pipelineSpecs[run.pipeline].callsApi;
  }
  const [{ api, coins, output, warehouse }] = runs;
  const { source, requestsPerMinute, maxRequests } = api;
  const common = { source, coins, requestsPerMinute, maxRequests, output, warehouse };
  const history = runs.find((run) => run.history !== null)?.history;
  if (!history) return { runs: planned, ...common };
  const { first: firstDay, last } = history;
  const daysAllowed = plans[api.plan].historyDays;
  return { runs: planned, ...common, history: { first: firstDay, last, daysAllowed } };
}

/** About how many calls the runs of some days make. */
export async function callsOfDays(runs: DayRuns, store: ObjectStore | null): Promise<PlannedCalls> {
  const sum = { ...noCalls };
  for (const date of runs.callingDates) {
    const calls = await plannedCalls(dayRun(runs, date), store);
    sum.market += calls.market;
    sum.extras += calls.extras;
    sum.details += calls.details;
  }
  return sum;
}

/** About how many calls a run makes: those whose answers are not archived. */
export async function plannedCalls(run: Run, store: ObjectStore | null): Promise<PlannedCalls> {
  const { api, pipeline, snapshotDate } = run;
  const canFetch = !api.knowsOnlyNow || isWithinDay(snapshotDate, Date.now());
  if (!pipelineSpecs[pipeline].callsApi || !canFetch) return noCalls;
  const archive = store && new Archive(store, api.archive, snapshotDate);
  if (pipeline === "market-history") return historyCalls(run, archive);
  const coins = await coinCount(run, store);
  const callsFor = async (requests: Iterable<ApiRequest>) => {
    let calls = 0;
    for (const { archiveName } of requests) {
      if (api.refresh || !(await archive?.has(archiveName))) calls++;
    }
    return calls;
  };
  const market = await callsFor(marketRequests(run, coins));
  if (pipeline === "market-snapshot") {
    return { ...noCalls, market, extras: await callsFor(run.extras.map(extraRequest)) };
  }
  const extras = await callsFor([assetPlatformsRequest()]);
  const archived = api.refresh ? 0 : ((await archive?.count(coinDetailsFolder)) ?? 0);
  const details = Math.max(0, Math.min(run.detailRequests, coins) - archived);
  return { market, extras, details };
}

function* marketRequests(run: Run, count: number): Generator<ApiRequest> {
  const { coins } = run;
  if (coins.kind === "ids") {
    for (const ids of idBatches(coins.ids)) yield marketByIdsRequest(run, ids);
    return;
  }
  if (coins.kind === "all") yield coinListRequest();
  for (let page = 1; page <= Math.ceil(count / pageSize); page++) {
    yield marketPageRequest(run, page);
  }
}

/** About how many coins are fetched; of a category one page at least. */
async function coinCount({ coins, api, snapshotDate }: Run, store: ObjectStore | null) {
  if (coins.kind === "top") return coins.count;
  if (coins.kind === "ids") return coins.ids.length;
  if (coins.kind === "category") return pageSize;
  const [, ofSample] = /^sample:(\d+)$/.exec(api.source) ?? [];
  if (ofSample !== undefined) return Number(ofSample);
  if (!store) return usualCoins;
  // One by one, since a list is large and the newest is enough.
  for (let back = 0; back <= daysBack; back++) {
    const day = utcDay(Date.parse(snapshotDate) - back * dayMs);
    const count = await listedIn(new Archive(store, api.archive, day));
    if (count !== null) return count;
  }
  return usualCoins;
}

/** How many coins an archived list has; null where there is none that can be read. */
async function listedIn(archive: Archive): Promise<number | null> {
  try {
    const found = await archive.find(coinListRequest().archiveName);
    if (found?.status !== 200) return null;
    const list: unknown = JSON.parse((await promisify(gunzip)(found.gzipped)).toString("utf8"));
    return Array.isArray(list) ? list.length : null;
  } catch {
    return null;
  }
}
