import { isValid } from "date-fns/isValid";
import { parseISO } from "date-fns/parseISO";

/** The form of a day, `YYYY-MM-DD`; in POSIX terms, as a template's metadata needs it. */
export const dayPattern = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;

/** Whether a text is a day of the calendar, from year 1. */
export function isDay(text: string): boolean {
  return dayPattern.test(text) && !text.startsWith("0000") && isValid(parseISO(text));
}

/** The UTC day of a moment, now by default: `YYYY-MM-DD`. */
export function utcDay(moment: Date | number | string = Date.now()): string {
  return new Date(moment).toISOString().slice(0, 10);
}
