import { Api } from "../coingecko/api";
import { resolveApiKey } from "../coingecko/api_key";
import { interrupt } from "../interrupt";
import type { Run } from "../run";
import { openObjectStore } from "../sinks/open_object_store";

/** The API as a step on a worker uses it: with the key of that worker's own environment. */
export async function openApi(
  run: Run,
  signal: AbortSignal,
  share: {
    readonly shard?: { shard: number; shards: number };
    readonly budget?: number | null;
  } = {},
): Promise<Api> {
  return new Api({
    store: await openObjectStore(run.output, run.runId),
    settings: run.api,
    date: run.snapshotDate,
    apiKey: await resolveApiKey(run.api),
    signal: AbortSignal.any([signal, interrupt.signal]),
    ...(share.shard ? { shard: share.shard } : {}),
    ...(share.budget === undefined || share.budget === null ? {} : { budget: share.budget }),
  });
}
