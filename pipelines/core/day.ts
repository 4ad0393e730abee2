import { isValid } from "date-fns/isValid";
import { parseISO } from "date-fns/parseISO";

/** The form of a day, `YYYY-MM-DD`, from year 1: a template's regexes are made from it. */
export const dayPattern = /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** Whether a text is a day of the calendar. */
export function isDay(text: string): boolean {
  return dayPattern.test(text) && isValid(parseISO(text));
}

export const msPerDay = 86_400_000;

/** The day so many days after another one, or before it; both `YYYY-MM-DD`. */
export function addDays(day: string, days: number): string {
  return utcDay(Date.parse(day) + days * msPerDay);
}

/** How many days there are from one day to another, both included. */
export function countDays(first: string, last: string): number {
  return (Date.parse(last) - Date.parse(first)) / msPerDay + 1;
}

/** The UTC day of a moment, now by default: `YYYY-MM-DD`. */
export function utcDay(moment: Date | number | string = Date.now()): string {
  return new Date(moment).toISOString().slice(0, 10);
}
