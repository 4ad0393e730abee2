import { eachDayOfInterval } from "date-fns/eachDayOfInterval";
import { format } from "date-fns/format";
import { getDayOfYear } from "date-fns/getDayOfYear";
import { getISODay } from "date-fns/getISODay";
import { getISOWeek } from "date-fns/getISOWeek";
import { getISOWeekYear } from "date-fns/getISOWeekYear";
import { getQuarter } from "date-fns/getQuarter";
import { isLastDayOfMonth } from "date-fns/isLastDayOfMonth";
import { lightFormat } from "date-fns/lightFormat";
import { parseISO } from "date-fns/parseISO";
import type { DateRow } from "../../schemas/date_dim";
import { registerDoFns } from "../beam/register";
import { count, type Fact } from "./facts";

/** A month, or the part of one that the calendar holds: first and last day, `YYYY-MM-DD`. */
export interface MonthRange {
  readonly first: string;
  readonly last: string;
}

export type DaysOfMonthOutput = { readonly rows: DateRow } | { readonly facts: Fact };

/** The days of a month as rows of the calendar. */
export class DaysOfMonth {
  *process({ first, last }: MonthRange): Generator<DaysOfMonthOutput> {
    const days = eachDayOfInterval({ start: parseISO(first), end: parseISO(last) });
    for (const day of days) yield { rows: toDateRow(day) };
    yield { facts: count("fetched", days.length) };
  }
}

/**
 * @param day midnight of the day in this process's own time zone, in which date-fns reckons: the
 *   calendar knows days, not moments, so the zone makes no difference
 */
export function toDateRow(day: Date): DateRow {
  return {
    date: lightFormat(day, "yyyy-MM-dd"),
    year: day.getFullYear(),
    quarter: getQuarter(day),
    month: day.getMonth() + 1,
    month_name: format(day, "MMMM"),
    day: day.getDate(),
    day_of_week: format(day, "EEEE"),
    day_of_week_number: getISODay(day),
    day_of_year: getDayOfYear(day),
    iso_year: getISOWeekYear(day),
    week_of_year: getISOWeek(day),
    is_weekend: getISODay(day) >= 6,
    is_month_start: day.getDate() === 1,
    is_month_end: isLastDayOfMonth(day),
  };
}

registerDoFns("transforms/days_of_month", { DaysOfMonth });
