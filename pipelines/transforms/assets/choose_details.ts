import type { KV } from "apache-beam/values";
import { AsyncDoFn } from "../../beam/async_do_fn";
import { registerDoFns } from "../../beam/register";
import type { Api } from "../../coingecko/api";
import { callsLeft, shareOf } from "../../coingecko/budget";
import { coinDetailsRequest } from "../../coingecko/requests";
import { utcDay } from "../../core/day";
import type { AuditRecord } from "../../run/audit_record";
import { type DayRuns, dayRun } from "../../run/day_runs";
import type { Run } from "../../run/run";
import { orDayFails } from "../day_failure";
import { openApi, withApi } from "../open_api";
import { askDetails, type DetailsOutput } from "./ask_details";
import type { Observation } from "./observation";
import { greatest } from "./seen_dates";

/**
 * A coin whose details may be refreshed, or what was spent on its day before. Days that may make calls
 * are under one key, since what one refreshes, the next has no need to; each other day has its own.
 */
export interface RefreshCandidate {
  readonly choice: string;
  /** Absent for a coin of the previous dimension. */
  readonly date?: string;
  readonly asset_id?: string;
  readonly market_cap?: number | null;
  readonly details_updated_at?: string | null;
  readonly requests?: number;
  readonly hasFailed?: boolean;
}

/** The coins whose details one shard fetches for a day. */
export interface DetailsPlan {
  /** Names day and shard. */
  readonly key: string;
  readonly date: string;
  readonly shard: number;
  readonly ids: readonly string[];
  /** The shard's budget of calls; null: no limit. */
  readonly budget: number | null;
}

export type ChooseDetailsOutput = { readonly plans: DetailsPlan } | DetailsOutput;

const callingDays = "days that may make calls";

/** The refresh candidate of an observation. */
export class CandidateOfObservation {
  constructor(private readonly callingDates: readonly string[]) {}

  *process(observation: Observation): Generator<RefreshCandidate> {
    const { asset_id, kind } = observation;
    if (kind === "previous" && this.callingDates.length > 0) {
      const { details_updated_at } = observation.row;
      yield { choice: callingDays, asset_id, details_updated_at };
    }
    if (kind !== "listed" && kind !== "market") return;
    const { date } = observation;
    const market_cap = kind === "market" ? observation.market_cap : null;
    yield { choice: choiceOf(date, this.callingDates), date, asset_id, market_cap };
  }
}

/** The API calls that an audit record counts, or that its day has failed. */
export class RequestsSoFar {
  constructor(private readonly callingDates: readonly string[]) {}

  *process({ date, ...record }: AuditRecord): Generator<RefreshCandidate> {
    const choice = choiceOf(date, this.callingDates);
    if (record.kind === "api") yield { choice, date, requests: record.use.requests };
    if (record.kind === "failed") yield { choice, date, hasFailed: true };
  }
}

function choiceOf(date: string, callingDates: readonly string[]): string {
  return callingDates.includes(date) ? callingDays : date;
}

/** What is known of a day before its details are chosen. */
interface IndexedDay {
  /** The coins that were seen, and their market capitalisation. */
  readonly coins: Map<string, number>;
  requests: number;
  hasFailed: boolean;
}

/**
 * Chooses whose details to refresh: at most `detailRequests` coins for a date; those archived
 * for it count and are used again, so a repeat chooses the same. New coins come first, then those
 * with the oldest details, the larger market cap first. A day that others are chosen after is fetched
 * here too: an answer that is rejected refreshes nothing, and the next day asks for it again.
 */
export class ChooseDetails extends AsyncDoFn<
  KV<string, Iterable<RefreshCandidate>>,
  ChooseDetailsOutput
> {
  constructor(private readonly runs: DayRuns) {
    super();
  }

  async *processAsync(
    { value }: KV<string, Iterable<RefreshCandidate>>,
    _: undefined,
    signal: AbortSignal,
  ): AsyncGenerator<ChooseDetailsOutput> {
    const { days, updated } = indexCandidates(value);
    const sorted = [...days].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [n, [date, day]] of sorted.entries()) {
      if (day.hasFailed) continue;
      const run = dayRun(this.runs, date);
      const left = callsLeft(run.api.maxRequests, day.requests);
      const choose = () => chosenFor(run, day, updated, left, signal);
      const isLast = n === sorted.length - 1;
      const outputs = isLast
        ? plansOf(run, left, choose)
        : detailsOf(run, left, choose, updated, signal);
      yield* orDayFails(date, outputs);
    }
  }
}

/** The plans of a day's shards. */
async function* plansOf(
  { snapshotDate: date, api: { shards } }: Run,
  left: number | null,
  choose: () => Promise<readonly string[]>,
): AsyncGenerator<ChooseDetailsOutput> {
  const ids = await choose();
  for (let shard = 0; shard < shards; shard++) {
    const own = ids.filter((_, n) => n % shards === shard);
    const budget = left === null ? null : shareOf(left, shard, shards);
    if (own.length === 0) continue;
    yield { plans: { key: `${date}/${shard}`, date, shard, ids: own, budget } };
  }
}

/** @param updated when each coin's details were last fetched; those of the day are added, once it has all */
async function* detailsOf(
  run: Run,
  left: number | null,
  choose: () => Promise<readonly string[]>,
  updated: Map<string, string>,
  signal: AbortSignal,
): AsyncGenerator<ChooseDetailsOutput> {
  const ids = await choose();
  if (ids.length === 0) return;
  const fetched = new Map<string, string>();
  yield* withApi(withWholePace(run), signal, { budget: left }, async function* (api) {
    for await (const output of askDetails(run, api, ids)) {
      if ("observations" in output && output.observations.kind === "details") {
        fetched.set(output.observations.asset_id, utcDay(output.observations.fetchedAt));
      }
      yield output;
    }
    for (const [id, day] of fetched) updated.set(id, greatest(updated.get(id), day));
  });
}

/** The days are fetched one after the other, when nothing else of the run makes calls. */
function withWholePace(run: Run): Run {
  return { ...run, api: { ...run.api, dayShare: { day: 0, days: 1 } } };
}

async function chosenFor(
  run: Run,
  { coins }: IndexedDay,
  updated: ReadonlyMap<string, string>,
  left: number | null,
  signal: AbortSignal,
): Promise<string[]> {
  const api = await openApi(run, signal);
  try {
    return await chooseCoins(run, api, coins, updated, left ?? Infinity);
  } finally {
    await api.close();
  }
}

async function chooseCoins(
  { detailRequests }: Run,
  api: Api,
  coins: ReadonlyMap<string, number>,
  updated: ReadonlyMap<string, string>,
  left: number,
): Promise<string[]> {
  const archived: string[] = [];
  const others: Candidate[] = [];
  for (const [id, marketCap] of coins) {
    const fetchedAt = await api.archivedAt(coinDetailsRequest(id));
    if (fetchedAt === null) others.push({ id, marketCap, updated: updated.get(id) ?? "" });
    else archived.push(id);
  }
  const room = api.canFetch() ? Math.max(0, Math.min(detailRequests - archived.length, left)) : 0;
  const chosen = others.sort(byUrgency).slice(0, room);
  // Those that cost a call first: distributed over the shards in this order, each shard's budget
  // suffices.
  return [...chosen.map(({ id }) => id), ...archived.sort()];
}

interface Candidate {
  readonly id: string;
  readonly marketCap: number;
  /** The day on which the details were last fetched; "" for never. */
  readonly updated: string;
}

function indexCandidates(candidates: Iterable<RefreshCandidate>) {
  const days = new Map<string, IndexedDay>();
  const updated = new Map<string, string>();
  for (const { date, asset_id, ...candidate } of candidates) {
    if (date === undefined) {
      const day = candidate.details_updated_at?.slice(0, 10);
      if (asset_id !== undefined && day !== undefined) updated.set(asset_id, day);
      continue;
    }
    const day = days.get(date) ?? {
      coins: new Map<string, number>(),
      requests: 0,
      hasFailed: false,
    };
    days.set(date, day);
    day.requests += candidate.requests ?? 0;
    day.hasFailed ||= candidate.hasFailed ?? false;
    if (asset_id === undefined) continue;
    const marketCap = Math.max(day.coins.get(asset_id) ?? -1, candidate.market_cap ?? -1);
    day.coins.set(asset_id, marketCap);
  }
  return { days, updated };
}

function byUrgency(a: Candidate, b: Candidate): number {
  if (a.updated !== b.updated) return a.updated < b.updated ? -1 : 1;
  return b.marketCap - a.marketCap || (a.id < b.id ? -1 : 1);
}

registerDoFns("transforms/assets/choose_details", {
  CandidateOfObservation,
  RequestsSoFar,
  ChooseDetails,
});
