import { addDays, isDay } from "../core/day";
import { mostDays } from "../options/limits";
import { UsageError } from "../options/usage_error";

/**
 * The days of `YYYY-MM-DD`, `FROM..TO` (inclusive), or several of them with commas, in order and once.
 * @throws UsageError
 */
export function checkedDays(text: string): string[] {
  const days = new Set<string>();
  for (const part of text.split(",")) {
    for (const day of daysOf(part.trim(), text)) days.add(day);
  }
  return [...days].sort();
}

function daysOf(part: string, text: string): string[] {
  const [first = "", last = first, ...others] = part.split("..");
  const refuse = (reason: string) => new UsageError(`--snapshotDate=${text}: ${reason}.`);
  if (others.length > 0 || !isDay(first) || !isDay(last)) {
    throw refuse("expected a date, YYYY-MM-DD, or FROM..TO");
  }
  if (first > last) throw refuse(`${first} is after ${last}`);
  const days = [first];
  for (let day = first; day < last;) {
    day = addDays(day, 1);
    days.push(day);
    if (days.length > mostDays) throw refuse(`more than ${mostDays} days`);
  }
  return days;
}
