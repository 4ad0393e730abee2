import type { KV } from "apache-beam/values";
import { AsyncDoFn } from "../../beam/async_do_fn";
import { registerDoFns } from "../../beam/register";
import type { Api } from "../../coingecko/api";
import { coinDetailsRequest } from "../../coingecko/requests";
import { progress } from "../../core/progress";
import type { Run } from "../../run/run";
import { toAssetDetails } from "./asset_details";
import type { Observation } from "./observation";
import type { DetailsPlan } from "./choose_details";
import { concurrently } from "../../core/concurrently";
import { count, type AuditRecord } from "../../run/audit_record";
import { FieldError } from "../parse/fields";
import { withApi } from "../open_api";
import type { Reject } from "../parse/reject";
import { partitionOf } from "../publish/sorted_line";

export type FetchDetailsOutput =
  | { readonly observations: Observation }
  | { readonly rejects: Reject }
  | { readonly audit: AuditRecord };

/** Concurrent calls of a shard; answers with details are small, and many. */
const callsAtOnce = 6;

/** Fetches the details of the coins of a shard. */
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
    const observation: Observation = {
      ...{ partition: partitionOf(asset_id), asset_id, kind: "details" },
      ...{ fetchedAt, details },
    };
    return [{ observations: observation }, { audit: { kind: "controlTotal", n: 1 } }];
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
    return [{ rejects: reject }, { audit: count("fetched", 1) }, { audit: count("rejects", 1) }];
  }
}

registerDoFns("transforms/assets/fetch_details", { FetchDetails });
