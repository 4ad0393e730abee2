import { Api } from "../coingecko/api";
import { resolveApiKey } from "../coingecko/api_key";
import { interrupt } from "../core/interruption";
import type { Run } from "../run/run";
import { openObjectStore } from "../storage/open_object_store";
import type { AuditRecord } from "../run/audit_record";

/** The part of the API's limits that one step, or one shard of it, may use. */
export interface ApiShare {
  /** Which shard's share of the rate limit; undefined: all of it. */
  readonly shard?: number;
  /** How many calls it may make; undefined: the run's whole budget; null: no limit. */
  readonly budget?: number | null;
}

/** The API for a step, with the key of the worker's own environment. */
export async function openApi(
  run: Run,
  signal: AbortSignal,
  { shard, budget }: ApiShare = {},
): Promise<Api> {
  return new Api({
    store: await openObjectStore(run.output, run.runId),
    settings: run.api,
    date: run.snapshotDate,
    apiKey: await resolveApiKey(run.api),
    signal: AbortSignal.any([signal, interrupt.signal]),
    ...(shard === undefined ? {} : { shard: { shard, shards: run.api.shards } }),
    ...(budget === undefined || budget === null ? {} : { budget }),
  });
}

/**
 * What `use` yields with the API open, and at the end, when all answers are archived, the audit record
 * of its calls.
 */
export async function* withApi<T>(
  run: Run,
  signal: AbortSignal,
  share: ApiShare,
  use: (api: Api) => AsyncIterable<T>,
): AsyncGenerator<T | { readonly audit: AuditRecord }> {
  const api = await openApi(run, signal, share);
  try {
    yield* use(api);
    await api.flush();
    yield { audit: { kind: "api", use: api.use } };
  } finally {
    await api.close();
  }
}
