import type { PCollection, Root } from "apache-beam/pvalue";
import type { PTransform } from "apache-beam/transforms/transform";
import type { DateRow } from "../../../schemas/date_dim";
import { registerDoFns } from "../../beam/register";
import { composite, create, split, step } from "../../beam/step";
import { msPerDay } from "../../core/day";
import type { DayRuns } from "../../run/day_runs";
import { count, type AuditRecord } from "../../run/audit_record";

/** A month, or the days of one that are within the calendar: first and last day, `YYYY-MM-DD`. */
export interface MonthRange {
  readonly first: string;
  readonly last: string;
}

export type DaysOfMonthOutput = { readonly rows: DateRow } | { readonly audit: AuditRecord };

/** A type and not an interface: Beam takes only those as the result of a composite. */
export type CalendarDays = {
  readonly rows: PCollection<DateRow>;
  readonly audit: PCollection<AuditRecord>;
};

/** The days from startDate to endDate, a month at a time. */
export function calendarDays(runs: DayRuns): PTransform<Root, CalendarDays> {
  return composite("CalendarDays", (root) =>
    root
      .apply(create("Months", monthRanges(runs.startDate, runs.endDate)))
      .apply(step("DaysOfMonth", new DaysOfMonth(runs.dates)))
      .apply(split("Days", ["rows", "audit"])),
  );
}

/** The months from one day to another, both `YYYY-MM-DD`; the first and the last may be shorter. */
export function monthRanges(startDate: string, endDate: string): MonthRange[] {
  const ranges: MonthRange[] = [];
  const end = Date.parse(endDate);
  for (let start = Date.parse(startDate); start <= end;) {
    const next = new Date(start);
    next.setUTCMonth(next.getUTCMonth() + 1, 1);
    ranges.push({ first: dayText(start), last: dayText(Math.min(next.getTime() - msPerDay, end)) });
    start = next.getTime();
  }
  return ranges;
}

/** The days of a month as rows of the calendar. */
export class DaysOfMonth {
  /** @param dates the days of the runs, to which the calendar is the same */
  constructor(private readonly dates: readonly string[]) {}

  *process({ first, last }: MonthRange): Generator<DaysOfMonthOutput> {
    const rows = [];
    for (let time = Date.parse(first); time <= Date.parse(last); time += msPerDay) {
      rows.push(toDateRow(new Date(time)));
    }
    for (const row of rows) yield { rows: row };
    for (const date of this.dates) {
      yield { audit: count(date, "fetched", rows.length) };
      yield { audit: count(date, "rows", rows.length) };
    }
  }
}

/**
 * @param day midnight UTC: in UTC every day exists once and has 24 hours, while in other zones some
 *   days have no midnight, and Samoa skipped a whole day in 2011
 */
export function toDateRow(day: Date): DateRow {
  const weekday = day.getUTCDay() || 7;
  // An ISO week belongs to the year that has its Thursday.
  const thursday = new Date(day.getTime() + (4 - weekday) * msPerDay);
  const month = day.getUTCMonth() + 1;
  const quarter = Math.ceil(month / 3);
  const date = dayText(day.getTime());
  const year = date.slice(0, 4);
  const yearMonth = date.slice(0, 7);
  return {
    date,
    year: day.getUTCFullYear(),
    quarter,
    month,
    month_name: monthName.format(day),
    day: day.getUTCDate(),
    day_of_week: weekdayName.format(day),
    day_of_week_number: weekday,
    day_of_year: dayOfYear(day),
    iso_year: thursday.getUTCFullYear(),
    week_of_year: Math.ceil(dayOfYear(thursday) / 7),
    is_weekend: weekday >= 6,
    is_month_start: day.getUTCDate() === 1,
    is_month_end: day.getUTCDate() === daysInMonth(day),
    iso_week_start: dayText(day.getTime() - (weekday - 1) * msPerDay),
    month_start: `${yearMonth}-01`,
    quarter_start: `${year}-${String(3 * quarter - 2).padStart(2, "0")}-01`,
    year_month: yearMonth,
    days_in_month: daysInMonth(day),
  };
}

const monthName = new Intl.DateTimeFormat("en-US", { month: "long", timeZone: "UTC" });
const weekdayName = new Intl.DateTimeFormat("en-US", { weekday: "long", timeZone: "UTC" });

function dayText(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function daysInMonth(day: Date): number {
  const last = new Date(day);
  // Day 0 is the day before the first; Date.UTC would take the years 1 to 99 for 1901 to 1999.
  last.setUTCMonth(day.getUTCMonth() + 1, 0);
  return last.getUTCDate();
}

function dayOfYear(day: Date): number {
  const yearStart = Date.parse(`${day.toISOString().slice(0, 4)}-01-01`);
  return (day.getTime() - yearStart) / msPerDay + 1;
}

registerDoFns("transforms/calendar/days_of_month", { DaysOfMonth });
