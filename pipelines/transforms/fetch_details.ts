import type { KV } from "apache-beam/values";
import { AsyncDoFn } from "../beam/async_do_fn";
import { registerDoFns } from "../beam/register";
import type { Api } from "../coingecko/api";
import { coinDetailsRequest } from "../coingecko/requests";
import { progress } from "../progress";
import type { Run } from "../run";
import { toAssetDetails } from "./asset_details";
import type { Sighting } from "./asset_sighting";
import type { DetailsPlan } from "./choose_details";
import { concurrently } from "./concurrently";
import { count, type Fact } from "./facts";
import { FieldError } from "./fields";
import { withApi } from "./open_api";
import type { Reject } from "./reject";
import { partOf } from "./sorted_line";

export type FetchDetailsOutput =
  { readonly sightings: Sighting } | { readonly rejects: Reject } | { readonly facts: Fact };

/** How many calls of a shard are under way at once; details are small, and many. */
const callsAtOnce = 6;

/** Asks for the details of the coins of a shard. */
export class FetchDetails extends AsyncDoFn<KV<number, Iterable<DetailsPlan>>, FetchDetailsOutput> {
  override readonly concurrency = 1_000; // One element is one shard, and all shards run at once.

  constructor(private readonly run: Run) {
    super();
  }

  async *processAsync(
    { value: plans }: KV<number, Iterable<DetailsPlan>>,
    _: undefined,
    signal: AbortSignal,
  ): AsyncGenerator<FetchDetailsOutput> {
    for (const plan of plans) {
      yield* withApi(this.run, signal, plan, (api) => fetchShard(api, plan));
    }
  }
}

async function* fetchShard(api: Api, { ids }: DetailsPlan): AsyncGenerator<FetchDetailsOutput> {
  progress.emit("stage", { stage: "details", planned: ids.length });
  for await (const output of concurrently(ids, callsAtOnce, (id) => fetchOne(api, id))) {
    progress.emit("stage", { stage: "details", done: 1 });
    yield* output;
  }
}

async function fetchOne(api: Api, asset_id: string): Promise<FetchDetailsOutput[]> {
  const { url, fetchedAt, content, body } = await api.ask(coinDetailsRequest(asset_id));
  try {
    const details = body === null ? null : toAssetDetails(body, asset_id);
    const sighting: Sighting = {
      ...{ part: partOf(asset_id), asset_id, kind: "details" },
      ...{ fetchedAt, details },
    };
    return [{ sightings: sighting }, { facts: { kind: "balance", n: 1 } }];
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    const { reason, field } = error;
    const reject: Reject = {
      url,
      index: 0,
      asset_id,
      reason,
      field,
      raw: content.toString("utf8").trim(),
    };
    return [{ rejects: reject }, { facts: count("fetched", 1) }, { facts: count("rejects", 1) }];
  }
}

registerDoFns("transforms/fetch_details", { FetchDetails });
