import * as v from "valibot";
import { dayPattern, isDay } from "../core/day";

/** The forms of values that belong to no service: texts, flags, numbers, words, lists, days. */

/** A text of some form. */
export const text = (pattern: RegExp, expected: string) =>
  v.pipe(v.string(), v.regex(pattern, `expected ${expected}`));

/** A text that a function reads, or refuses with what it says is wrong. */
export const readText = <T>(read: (value: string, refuse: (reason: string) => never) => T) =>
  v.pipe(
    v.string(),
    v.rawTransform(({ dataset, addIssue, NEVER }) =>
      read(dataset.value, (message) => {
        addIssue({ message });
        return NEVER;
      }),
    ),
  );

/** `true` or `false`; on the command line the bare name means true. */
export const flag = v.pipe(
  v.string(),
  v.toLowerCase(),
  v.picklist(["true", "false"], "expected true or false"),
  v.transform((value) => value === "true"),
);

export const wholeNumber = (least: number, most = 10_000_000) =>
  v.pipe(
    text(/^[0-9]+$/, `a whole number from ${least}`),
    v.transform(Number),
    v.check(
      (value) => value >= least && value <= most,
      `expected a whole number from ${least} to ${most}`,
    ),
  );

const noSuchDay = "there is no such day";

export const day = v.pipe(
  v.string(),
  v.regex(dayPattern, ({ input }) =>
    /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(input) ? noSuchDay : "expected a date, YYYY-MM-DD",
  ),
  v.check(isDay, noSuchDay),
);

/** A word of a list, in any spelling of its case. */
export const oneOf = <const T extends readonly [string, ...string[]]>(words: T) =>
  v.pipe(
    v.string(),
    v.transform(
      (value) => words.find((word) => word.toLowerCase() === value.toLowerCase()) ?? value,
    ),
    v.picklist(words, `expected ${words.join(" or ")}`),
  );

/** Values with commas between them. */
export const list = v.pipe(
  text(/^[^,\s]+(,[^,\s]+)*$/, "values with commas between them"),
  v.transform((value): readonly string[] => value.split(",")),
);
