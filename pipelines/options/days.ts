import * as v from "valibot";
import { addDays, countDays, dayPattern, isDay } from "../core/day";
import { countText } from "../core/text/count_text";
import { mostDays } from "./limits";

const noSuchDay = "there is no such day";
const dayText = dayPattern.source.replace(/^\^|\$$/g, "");
/** A template's regexes are made from it, and know no `\s`: hence plain spaces. */
const item = ` *${dayText}(?:\\.\\.${dayText})? *`;
const daysPattern = new RegExp(`^${item}(?:,${item})*$`);

/**
 * One or several days, ascending: `YYYY-MM-DD`, `FROM..TO`, both inclusive, or several of these with
 * commas, with or without spaces around each.
 */
export const days = v.pipe(
  v.string(),
  v.regex(daysPattern, ({ input }) =>
    /^\d{4}-\d\d-\d\d$/.test(input.trim())
      ? noSuchDay
      : "expected a date, YYYY-MM-DD (or FROM..TO, or a list with commas)",
  ),
  v.rawTransform(({ dataset, addIssue, NEVER }): readonly [string, ...string[]] => {
    const refuse = (message: string) => {
      addIssue({ message });
      return NEVER;
    };
    const found: string[] = [];
    for (const part of dataset.value.split(",")) {
      const [from = "", to = from] = part.trim().split("..");
      const wrong = [from, to].find((day) => !isDay(day));
      if (wrong === dataset.value.trim()) return refuse(noSuchDay);
      if (wrong !== undefined) return refuse(`${noSuchDay}, ${wrong}`);
      if (from > to) return refuse(`${from} is after ${to}: swap them`);
      const count = countDays(from, to);
      if (found.length + count > mostDays) {
        return refuse(`at most ${countText(mostDays)} days are made at once: choose fewer`);
      }
      for (let n = 0; n < count; n++) found.push(addDays(from, n));
    }
    const [first, ...others] = found.sort();
    const twice = others.find((day, at) => day === (others[at - 1] ?? first));
    if (twice !== undefined) return refuse(`${twice} is named twice`);
    return first === undefined ? refuse("expected a date, YYYY-MM-DD") : [first, ...others];
  }),
);

/** Days as the option takes them, `FROM..TO` where there is no gap. */
export function daysText(dates: readonly [string, ...string[]]): string {
  const [first] = dates;
  const last = dates.at(-1) ?? first;
  if (dates.length === 1) return first;
  const isWhole = countDays(first, last) === dates.length;
  return isWhole ? `${first}..${last}` : dates.join(",");
}
