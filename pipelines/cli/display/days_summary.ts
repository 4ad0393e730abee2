import { countText } from "../../core/text/count_text";
import { daysText } from "../../options/days";
import type { DayRuns } from "../../run/day_runs";
import type { RunReport } from "../../run/report";
import { counts } from "./summary";
import type { TextLayout } from "./text_layout";

/** What a run did for one of several days, in a line. */
export function daySummary(report: RunReport, layout: TextLayout): string {
  const { snapshot_date, warnings } = report;
  const notes = warnings.length === 0 ? "" : `, ${notesText(warnings.length)} in its report`;
  const line = `${snapshot_date}  ${layout.style("green", "done")}  ${counts(report)}${notes}`;
  return `${layout.paragraph(line)}\n`;
}

function notesText(notes: number): string {
  return notes === 1 ? "1 note" : `${countText(notes)} notes`;
}

/** What a run did with several days, in a line. */
export function daysSummary(
  { pipeline, dates }: Pick<DayRuns, "pipeline" | "dates">,
  { made, done }: { readonly made: number; readonly done: number },
  layout: TextLayout,
): string {
  const before =
    done === 0
      ? ""
      : `, ${countText(done)} were done before and have the same inputs (--force makes them again)`;
  const line = `${layout.style("bold", pipeline)}  ${daysText(dates)}  ${countText(made)} of ${countText(dates.length)} days made${before}`;
  return `${layout.paragraph(line)}\n`;
}
