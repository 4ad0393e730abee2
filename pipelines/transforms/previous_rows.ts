import type { RowOf, TableSpec } from "../../schemas/table";
import { csvPath } from "../run/paths";
import type { Run } from "../run/run";
import { readCsv } from "../storage/csv/read_csv";
import { openObjectStore } from "../storage/open_object_store";
import { checkMarket } from "./publish/one_market";

/** The rows of a table as the last run left them in its CSV; none where there is no such file. */
export async function* previousRows<Spec extends TableSpec>(
  run: Run,
  table: Spec,
): AsyncGenerator<RowOf<Spec>> {
  const store = await openObjectStore(run.output, run.runId);
  // The table of another market, which a forced run replaces, is not this one's past.
  const { inOutput } = await checkMarket(run, store, null);
  if (inOutput.length > 0) return;
  const path = csvPath(table, run.snapshotDate);
  const content = await store.read(path);
  if (content) yield* readCsv(table, content, `${store.url}/${path}`);
}
