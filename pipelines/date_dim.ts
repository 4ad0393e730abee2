import type { PCollection, Root } from "apache-beam/pvalue";
import { dateDim as dateDimTable } from "../schemas/date_dim";
import type { RunReport } from "./run/report";
import type { DayRuns } from "./run/day_runs";
import { calendarDays } from "./transforms/calendar/days_of_month";
import { rowsOf } from "./transforms/stage/rows_of";
import { writeTables } from "./transforms/publish/write_tables";

/** The calendar from startDate to endDate, one row a day. */
export function dateDim(runs: DayRuns): (root: Root) => PCollection<RunReport> {
  return (root) => {
    const days = root.apply(calendarDays(runs));
    const rows = days.rows.apply(rowsOf(runs, dateDimTable));
    return rows.apply(writeTables(runs, { audit: days.audit }));
  };
}
