import type { KV } from "apache-beam/values";
import { AsyncDoFn } from "../../beam/async_do_fn";
import { registerDoFns } from "../../beam/register";
import type { Api } from "../../coingecko/api";
import { callsLeft, shareOf } from "../../coingecko/budget";
import { coinDetailsRequest } from "../../coingecko/requests";
import type { Run } from "../../run/run";
import type { Observation } from "./observation";
import type { AuditRecord } from "../../run/audit_record";
import { openApi } from "../open_api";

/** A coin whose details may be refreshed, or calls that were spent: all under one key. */
export interface RefreshCandidate {
  readonly choice: 0;
  readonly asset_id?: string;
  readonly seen?: boolean;
  readonly market_cap?: number | null;
  readonly details_updated_at?: string | null;
  readonly requests?: number;
}

/** The coins whose details one shard fetches. */
export interface DetailsPlan {
  readonly shard: number;
  readonly ids: readonly string[];
  /** The shard's budget of calls; null: no limit. */
  readonly budget: number | null;
}

/** The refresh candidate of an observation. */
export class CandidateOfObservation {
  *process(observation: Observation): Generator<RefreshCandidate> {
    const { asset_id } = observation;
    if (observation.kind === "listed") yield { choice: 0, asset_id, seen: true };
    if (observation.kind === "market") {
      yield { choice: 0, asset_id, seen: true, market_cap: observation.market_cap };
    }
    if (observation.kind === "previous") {
      const { details_updated_at } = observation.row;
      yield { choice: 0, asset_id, details_updated_at };
    }
  }
}

/** The API calls that an audit record counts. */
export class RequestsSoFar {
  *process(record: AuditRecord): Generator<RefreshCandidate> {
    if (record.kind === "api") yield { choice: 0, requests: record.use.requests };
  }
}

interface IndexedCoin {
  seen: boolean;
  marketCap: number;
  /** The day on which the details were last fetched; "" for never. */
  updated: string;
}

/**
 * Chooses whose details to refresh: at most `detailRequests` coins for this date; those archived
 * for it count and are used again, so a repeat chooses the same. New coins come first, then those
 * with the oldest details, the larger market cap first.
 */
export class ChooseDetails extends AsyncDoFn<KV<number, Iterable<RefreshCandidate>>, DetailsPlan> {
  constructor(private readonly run: Run) {
    super();
  }

  async *processAsync(
    { value }: KV<number, Iterable<RefreshCandidate>>,
    _: undefined,
    signal: AbortSignal,
  ): AsyncGenerator<DetailsPlan> {
    const { coins, requests } = indexCandidates(value);
    const api = await openApi(this.run, signal);
    try {
      const { shards, maxRequests } = this.run.api;
      const left = callsLeft(maxRequests, requests);
      const ids = await this.choose(api, coins, left ?? Infinity);
      for (let shard = 0; shard < shards; shard++) {
        const own = ids.filter((_, n) => n % shards === shard);
        const budget = left === null ? null : shareOf(left, shard, shards);
        if (own.length > 0) yield { shard, ids: own, budget };
      }
    } finally {
      await api.close();
    }
  }

  private async choose(api: Api, coins: Map<string, IndexedCoin>, left: number): Promise<string[]> {
    const { detailRequests } = this.run;
    const seen = [...coins].filter(([, { seen }]) => seen);
    const archived: string[] = [];
    const others: (readonly [string, IndexedCoin])[] = [];
    for (const [id, coin] of seen) {
      if (await api.isArchived(coinDetailsRequest(id))) archived.push(id);
      else others.push([id, coin]);
    }
    const room = api.canFetch() ? Math.max(0, Math.min(detailRequests - archived.length, left)) : 0;
    const chosen = others.sort(byUrgency).slice(0, room);
    // Those that cost a call first: distributed over the shards in this order, each shard's budget
    // suffices.
    return [...chosen.map(([id]) => id), ...archived.sort()];
  }
}

function indexCandidates(candidates: Iterable<RefreshCandidate>): {
  coins: Map<string, IndexedCoin>;
  requests: number;
} {
  const coins = new Map<string, IndexedCoin>();
  let requests = 0;
  for (const candidate of candidates) {
    requests += candidate.requests ?? 0;
    if (candidate.asset_id === undefined) continue;
    const coin = coins.get(candidate.asset_id) ?? { seen: false, marketCap: -1, updated: "" };
    coin.seen ||= candidate.seen ?? false;
    coin.marketCap = Math.max(coin.marketCap, candidate.market_cap ?? -1);
    coin.updated ||= candidate.details_updated_at?.slice(0, 10) ?? "";
    coins.set(candidate.asset_id, coin);
  }
  return { coins, requests };
}

function byUrgency(
  [a, x]: readonly [string, IndexedCoin],
  [b, y]: readonly [string, IndexedCoin],
): number {
  if (x.updated !== y.updated) return x.updated < y.updated ? -1 : 1;
  return y.marketCap - x.marketCap || (a < b ? -1 : 1);
}

registerDoFns("transforms/assets/choose_details", {
  CandidateOfObservation,
  RequestsSoFar,
  ChooseDetails,
});
