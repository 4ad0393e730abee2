import { chartFolder } from "../../coingecko/history_requests";
import { UsageError } from "../../options/usage_error";
import { beforeHistory, type History } from "../../run/history_range";
import type { Run } from "../../run/run";
import type { ObjectStore } from "../../storage/object_store";

/**
 * Refuses a history that begins before the plan allows, unless its charts are archived: then it is
 * repeated from there, and CoinGecko itself refuses what is not.
 * @param store the output; null where it can't be read from here
 * @throws UsageError
 */
export async function checkEarliest(
  { api, snapshotDate, vsCurrency }: Run,
  { first, last, earliest, spans }: History,
  store: ObjectStore | null,
): Promise<void> {
  if (earliest === null || first >= earliest) return;
  const [oldest] = spans;
  const folder = oldest && chartFolder({ vsCurrency }, oldest);
  if (store && folder !== undefined && !api.refresh) {
    for await (const _ of store.list(`raw/${api.archive}/${snapshotDate}/${folder}`)) return;
  }
  throw new UsageError(beforeHistory({ first, last }, earliest, api.plan));
}
