import { tablesOf } from "../../schemas/tables";
import { ActionableError } from "../core/actionable_error";
import type { Options } from "../options/options";
import { chooseDays, type ChosenDays } from "../run/choose_days";
import type { DayRuns } from "../run/day_runs";
import type { ObjectStore } from "../storage/object_store";
import { holdsRows } from "../warehouses/holds_rows";

/** The days that a pipeline would make; or why it would make none. */
export type DaysToMake = ChosenDays & { readonly refusal: ActionableError | null };

/** Chooses the days as a run does; all of them where the output can't be read. */
export async function chosenDays(
  runs: DayRuns,
  { onlyArchived }: Options,
  store: ObjectStore | null,
): Promise<DaysToMake> {
  const all = { toMake: runs, done: [], left: [], refusal: null };
  if (!store) return all;
  // BigQuery counts in a query, which is billed: its tables are taken to be filled.
  const isQueried = runs.warehouse.startsWith("bigquery:");
  const holds = async () =>
    isQueried || (await holdsRows(runs.warehouse, tablesOf(runs.pipeline).main));
  try {
    return { ...(await chooseDays(runs, store, onlyArchived, holds)), refusal: null };
  } catch (error) {
    if (!(error instanceof ActionableError)) throw error;
    return { ...all, toMake: null, refusal: error };
  }
}
