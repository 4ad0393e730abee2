import type { KV } from "apache-beam/values";
import { registerDoFns } from "../../beam/register";
import { ActionableError } from "../../core/actionable_error";
import type { RunReport } from "../../run/report";
import { noRows } from "./publish_checks";

/** How a day of a run has ended; those of all days have one key. */
export interface EndedDay {
  readonly run: 0;
  readonly report: RunReport;
  /** Why the day failed, and what to do next. */
  readonly failure?: { readonly what: string; readonly next: string };
}

/** How many failed days an error names. */
const named = 5;

/**
 * Emits the reports of all days, unless one has failed: then the run fails, when all other days are
 * published.
 */
export class FailUnlessDone {
  *process({ value }: KV<number, Iterable<EndedDay>>): Generator<RunReport> {
    const days = Array.from(value).sort((a, b) => (dateOf(a) < dateOf(b) ? -1 : 1));
    const failed = days.flatMap(({ report: { snapshot_date: date }, failure }) =>
      failure ? [{ date, ...failure }] : [],
    );
    const [first] = failed;
    if (first === undefined) {
      // A day may have none, where another has some.
      if (days.every(({ report }) => report.counts.rows === 0)) throw noRows();
      for (const { report } of days) yield report;
      return;
    }
    if (days.length === 1) throw new ActionableError(first.what, first.next);
    const shown = failed.slice(0, named).map(({ date, what }) => `${date}: ${what}`);
    if (failed.length > named) shown.push(`and ${failed.length - named} more days`);
    throw new ActionableError(
      `${failed.length} of ${days.length} days failed, the others are done. ${shown.join(" ")}`,
      `${first.next} The same command makes only the days that are not done.`,
    );
  }
}

function dateOf({ report }: EndedDay): string {
  return report.snapshot_date;
}

registerDoFns("transforms/publish/fail_unless_done", { FailUnlessDone });
