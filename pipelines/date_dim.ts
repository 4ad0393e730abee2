import type { PCollection, Root } from "apache-beam/pvalue";
import { eachMonthOfInterval } from "date-fns/eachMonthOfInterval";
import { endOfMonth } from "date-fns/endOfMonth";
import { lightFormat } from "date-fns/lightFormat";
import { max } from "date-fns/max";
import { min } from "date-fns/min";
import { parseISO } from "date-fns/parseISO";
import { dateDim as dateDimTable } from "../schemas/date_dim";
import { create, split, step } from "./beam/step";
import type { Run } from "./run";
import type { RunReport } from "./run_report";
import { DaysOfMonth, type MonthRange } from "./transforms/days_of_month";
import { writeTable } from "./transforms/write_table";

/** The calendar from startDate to endDate, one row a day. */
export function dateDim(run: Run): (root: Root) => PCollection<RunReport> {
  return (root) => {
    const days = root
      .apply(create("Months", months(run)))
      .apply(step("DaysOfMonth", new DaysOfMonth()))
      .apply(split("Days", ["rows", "facts"]));
    return days.rows.apply(writeTable(dateDimTable, run, { facts: days.facts }));
  };
}

function months({ startDate, endDate }: Run): MonthRange[] {
  const start = parseISO(startDate);
  const end = parseISO(endDate);
  const text = (day: Date) => lightFormat(day, "yyyy-MM-dd");
  return eachMonthOfInterval({ start, end }).map((month) => ({
    first: text(max([month, start])),
    last: text(min([endOfMonth(month), end])),
  }));
}
