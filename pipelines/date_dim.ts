import type { PCollection, Root } from "apache-beam/pvalue";
import { dateDim as dateDimTable } from "../schemas/date_dim";
import type { RunReport } from "./run/report";
import type { Run } from "./run/run";
import { calendarDays } from "./transforms/calendar/days_of_month";
import { writeTable } from "./transforms/publish/write_table";

/** The calendar from startDate to endDate, one row a day. */
export function dateDim(run: Run): (root: Root) => PCollection<RunReport> {
  return (root) => {
    const days = root.apply(calendarDays(run));
    return days.rows.apply(writeTable(dateDimTable, run, { audit: days.audit }));
  };
}
