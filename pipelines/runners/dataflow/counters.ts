import type { MetricUpdate } from "./client";

/**
 * The sum of each counter over all steps. The service gives every counter twice: as it was
 * committed, and (`tentative`) as it was attempted, retries included.
 */
export function userCounters(metrics: readonly MetricUpdate[]): Readonly<Record<string, number>> {
  const counters: Record<string, number> = {};
  for (const { name, scalar } of metrics) {
    if (name.origin !== "user" || name.context?.tentative !== undefined) continue;
    if (typeof scalar !== "number" && typeof scalar !== "string") continue;
    counters[name.name] = (counters[name.name] ?? 0) + Number(scalar);
  }
  return counters;
}
