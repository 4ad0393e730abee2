import type { PCollection, Root } from "apache-beam/pvalue";
import { dateDim as dateDimTable } from "../schemas/date_dim";
import { create, split, step } from "./beam/step";
import type { Run } from "./run/run";
import type { RunReport } from "./run/report";
import { DaysOfMonth, monthRanges } from "./transforms/calendar/days_of_month";
import { writeTable } from "./transforms/publish/write_table";

/** The calendar from startDate to endDate, one row a day. */
export function dateDim(run: Run): (root: Root) => PCollection<RunReport> {
  return (root) => {
    const days = root
      .apply(create("Months", monthRanges(run.startDate, run.endDate)))
      .apply(step("DaysOfMonth", new DaysOfMonth()))
      .apply(split("Days", ["rows", "audit"]));
    return days.rows.apply(writeTable(dateDimTable, run, { audit: days.audit }));
  };
}
