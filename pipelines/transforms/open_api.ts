import { Api, type ApiOptions } from "../coingecko/api";
import { resolveApiKey } from "../coingecko/api_key";
import type { ApiSettings } from "../coingecko/settings";
import { interrupt } from "../core/interruption";
import type { AuditRecord } from "../run/audit_record";
import type { Run } from "../run/run";
import { openObjectStore } from "../storage/open_object_store";
import { orDayFails } from "./day_failure";

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
    shard: shareOfSlots(run.api, shard),
    ...(budget === undefined || budget === null ? {} : { budget }),
  });
}

/** The slots of the rate limit are dealt to the days that may make calls, and within a day to its shards. */
function shareOfSlots(
  { shards, dayShare: { day, days } = { day: 0, days: 1 } }: ApiSettings,
  shard: number | undefined,
): NonNullable<ApiOptions["shard"]> {
  return shard === undefined
    ? { shard: day, shards: days }
    : { shard: day + days * shard, shards: days * shards };
}

/**
 * What `use` yields with the API open, and at the end, when all answers are archived, the audit record
 * of its calls; where it fails for good, that the day has failed.
 */
export async function* withApi<T>(
  run: Run,
  signal: AbortSignal,
  share: ApiShare,
  use: (api: Api) => AsyncIterable<T>,
): AsyncGenerator<T | { readonly audit: AuditRecord }> {
  yield* orDayFails(run.snapshotDate, withOpenApi(run, signal, share, use));
}

async function* withOpenApi<T>(
  run: Run,
  signal: AbortSignal,
  share: ApiShare,
  use: (api: Api) => AsyncIterable<T>,
): AsyncGenerator<T | { readonly audit: AuditRecord }> {
  const { snapshotDate: date } = run;
  const api = await openApi(run, signal, share);
  try {
    yield* use(api);
    await api.flush();
    yield { audit: { date, kind: "api", use: api.use } };
  } catch (error) {
    // Calls count, whatever came of them.
    yield { audit: { date, kind: "api", use: api.use } };
    throw error;
  } finally {
    await api.close();
  }
}
