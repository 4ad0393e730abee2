import { dryRunOutput } from "../query/dry_run_output";
import type { QueryTarget } from "../query/query_target";
import type { ObjectStore } from "../storage/object_store";
import { allDays } from "./dashboard_arguments";
import type { DayRange } from "./table_reader";
import { dashboardPath } from "./write_dashboard";

/**
 * Which page the command `dashboard` would make. What BigQuery would read for it is not estimated:
 * each of the queries depends on what the one before it found.
 * @throws ActionableError when the page can't be written there
 */
export async function dashboardDryRun(
  { range, json }: { readonly range: DayRange; readonly json: boolean },
  target: QueryTarget,
  store: ObjectStore,
): Promise<string> {
  await store.checkReadOnly();
  const page = await store.read(dashboardPath);
  page?.destroy();
  const file = `${store.url}/${dashboardPath}`;
  const from = range.from === allDays.from ? null : range.from;
  const to = range.to === allDays.to ? null : range.to;
  const report = { command: "dashboard", warehouse: target.url, file, exists: page !== null };
  return dryRunOutput({ ...report, start_date: from, end_date: to }, json, [
    ["warehouse", target.url],
    ["days", `from ${from ?? "the first held"} to ${to ?? "the newest held"}`],
    ["file", `${file}, ${page ? "replaced" : "new"}`],
  ]);
}
