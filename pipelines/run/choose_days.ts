import { tablesOf } from "../../schemas/tables";
import { ActionableError } from "../core/actionable_error";
import { countText } from "../core/text/count_text";
import { pipelineSpecs } from "../options/pipeline_spec";
import { archiveDates, type DayRuns, dayRun } from "./day_runs";
import { inputsOf } from "./inputs";
import { csvPath } from "./paths";
import { readReport } from "./report";
import type { Run } from "./run";
import type { ObjectStore } from "../storage/object_store";

/** How many days an error names. */
const named = 10;

/** The days that a run makes, and those that it has no need to. */
export interface ChosenDays {
  /** Null where all are done. */
  readonly toMake: DayRuns | null;
  /** Done by an earlier run, from the same inputs. */
  readonly done: readonly string[];
  /** Without an archive, where only archived days are made. */
  readonly left: readonly string[];
}

/**
 * Chooses, of several days, those that have to be made. A single day is always made, and a history as a
 * whole.
 * @param onlyArchived leave those out that the archive has nothing of
 * @param holds whether the warehouse has rows of the pipeline's main table: one that was deleted is
 *   filled again
 * @throws ActionableError that names the days which can't be made
 */
export async function chooseDays(
  runs: DayRuns,
  store: ObjectStore,
  onlyArchived: boolean,
  holds: () => Promise<boolean>,
): Promise<ChosenDays> {
  if (areAllMade(runs, onlyArchived)) return { toMake: runs, done: [], left: [] };
  const { possible, left } = await possibleDays(runs, store, onlyArchived);
  const done = await doneDates(runs, possible, store, holds);
  const [first, ...others] = possible.filter((date) => !done.includes(date));
  if (first === undefined) return { toMake: null, done, left };
  const dates = [first, ...others] as const;
  const callingDates = runs.callingDates.filter((date) => dates.includes(date));
  return { toMake: { ...runs, dates, callingDates }, done, left };
}

/** Whether no day is left out, whatever there is of it. */
function areAllMade({ dates, history }: DayRuns, onlyArchived: boolean): boolean {
  return history !== null || (dates.length === 1 && !onlyArchived);
}

/**
 * The days that can be made, and those that are left out for want of an archive.
 * @throws ActionableError that names the days which can't be made
 */
export async function possibleDays(
  runs: DayRuns,
  store: ObjectStore,
  onlyArchived: boolean,
): Promise<{ readonly possible: readonly string[]; readonly left: readonly string[] }> {
  const { callsApi } = pipelineSpecs[runs.pipeline];
  // The calendar needs no answer; but with others it is made for their days.
  const needsNone = areAllMade(runs, onlyArchived) || (!callsApi && !onlyArchived);
  if (needsNone) return { possible: runs.dates, left: [] };
  const archived = new Set(await daysWithAnswers(runs, store));
  // Those that may be asked for are made too, unless only the archive counts.
  const asked = new Set(onlyArchived ? [] : runs.callingDates);
  const possible = runs.dates.filter((date) => archived.has(date) || asked.has(date));
  const left = runs.dates.filter((date) => !possible.includes(date));
  if (possible.length === 0 || (left.length > 0 && !onlyArchived)) throw notArchived(left, runs);
  return { possible, left };
}

/** Those of the days that the archive has answers of. */
export async function daysWithAnswers(
  runs: Pick<DayRuns, "dates" | "history" | "api">,
  store: ObjectStore,
): Promise<string[]> {
  const found: string[] = [];
  for (const date of archiveDates(runs)) {
    if (await hasAny(store, `raw/${runs.api.archive}/${date}/`)) found.push(date);
  }
  return found;
}

async function hasAny(store: ObjectStore, folder: string): Promise<boolean> {
  const objects = store.list(folder)[Symbol.asyncIterator]();
  const isThere = (await objects.next()).done !== true;
  await objects.return?.();
  return isThere;
}

/** The days whose report says that they are done, from what is there now; and their files are there. */
async function doneDates(
  runs: DayRuns,
  dates: readonly string[],
  store: ObjectStore,
  holds: () => Promise<boolean>,
): Promise<string[]> {
  if (runs.force || runs.api.refresh || !(await holds())) return [];
  const done: string[] = [];
  for (const date of dates) if (await isDone(dayRun(runs, date), store)) done.push(date);
  return done;
}

async function isDone(run: Run, store: ObjectStore): Promise<boolean> {
  const report = await readReport(store, run);
  if (report?.state !== "DONE" || report.inputs === undefined) return false;
  if (report.inputs !== (await inputsOf(run, store))) return false;
  const { main } = tablesOf(run.pipeline);
  const paths = [csvPath(main, run.snapshotDate), ...report.files.map(({ path }) => path)];
  for (const path of paths) {
    const content = await store.read(path);
    if (!content) return false;
    content.destroy();
  }
  return true;
}

function notArchived(left: readonly string[], { dates, api }: DayRuns): ActionableError {
  const shown = left.slice(0, named).join(", ");
  const more = left.length > named ? ` and ${countText(left.length - named)} more` : "";
  const reason = api.knowsOnlyNow
    ? "the archive has no answer of them, and CoinGecko's market pages know only now"
    : "the archive has no answer of them";
  const others = left.length < dates.length;
  return new ActionableError(
    `${countText(left.length)} of ${countText(dates.length)} days can't be made, since ${reason}: ${shown}${more}.`,
    others
      ? "--onlyArchived makes the others."
      : "Use an --output whose archive holds them, or --source=sample, which makes any date.",
  );
}
