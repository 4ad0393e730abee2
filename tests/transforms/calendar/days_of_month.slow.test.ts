import { spawnSync } from "node:child_process";
import { join } from "node:path";
import {
  DaysOfMonth,
  monthRanges,
  toDateRow,
} from "../../../pipelines/transforms/calendar/days_of_month";

const row = (date: string) => toDateRow(new Date(date));

it("a day", () => {
  expect(row("2026-02-28")).toEqual({
    date: "2026-02-28",
    ...{ year: 2026, quarter: 1, month: 2, month_name: "February", day: 28 },
    ...{ day_of_week: "Saturday", day_of_week_number: 6, day_of_year: 59 },
    ...{ iso_year: 2026, week_of_year: 9 },
    ...{ is_weekend: true, is_month_start: false, is_month_end: true },
    ...{ iso_week_start: "2026-02-23", month_start: "2026-02-01", quarter_start: "2026-01-01" },
    ...{ year_month: "2026-02", days_in_month: 28 },
  });
});

it.each([
  ["2020-12-31", 2020, 53, "Thursday"],
  ["2021-01-03", 2020, 53, "Sunday"],
  ["2021-01-04", 2021, 1, "Monday"],
  ["2024-12-29", 2024, 52, "Sunday"],
  ["2024-12-30", 2025, 1, "Monday"],
  ["2016-01-01", 2015, 53, "Friday"],
  ["2000-01-01", 1999, 52, "Saturday"],
  ["1582-10-15", 1582, 41, "Friday"],
  ["0001-01-01", 1, 1, "Monday"],
  ["9999-12-31", 9999, 52, "Friday"],
])("%s is in week %d-W%d, a %s", (date, iso_year, week_of_year, day_of_week) => {
  expect(row(date)).toMatchObject({ date, iso_year, week_of_year, day_of_week });
});

it.each([
  ["2000-02-29", 60, true],
  ["2024-02-29", 60, true],
  ["2024-12-31", 366, true],
  ["1900-02-28", 59, true],
  ["2100-03-01", 60, false],
  ["2023-12-31", 365, true],
])("leap years: %s is day %d", (date, day_of_year, is_month_end) => {
  expect(row(date)).toMatchObject({ date, day_of_year, is_month_end });
});

it.each([
  ["0001-01-01", "0001-01-01", "0001-01-01", "0001-01-01", 31],
  ["0001-02-28", "0001-02-26", "0001-02-01", "0001-01-01", 28],
  ["0096-02-29", "0096-02-27", "0096-02-01", "0096-01-01", 29],
  ["2023-01-01", "2022-12-26", "2023-01-01", "2023-01-01", 31],
  ["2024-02-29", "2024-02-26", "2024-02-01", "2024-01-01", 29],
  ["2024-12-30", "2024-12-30", "2024-12-01", "2024-10-01", 31],
  ["2026-03-31", "2026-03-30", "2026-03-01", "2026-01-01", 31],
  ["2026-06-30", "2026-06-29", "2026-06-01", "2026-04-01", 30],
  ["2026-09-06", "2026-08-31", "2026-09-01", "2026-07-01", 30],
  ["2100-02-28", "2100-02-22", "2100-02-01", "2100-01-01", 28],
  ["9999-12-31", "9999-12-27", "9999-12-01", "9999-10-01", 31],
])(
  "%s is in the week from %s, the month from %s and the quarter from %s",
  (date, iso_week_start, month_start, quarter_start, days_in_month) => {
    const year_month = month_start.slice(0, 7);
    const starts = { iso_week_start, month_start, quarter_start, year_month, days_in_month };
    expect(row(date)).toMatchObject(starts);
  },
);

it("400 years, which the calendar repeats, hold every day once, and their weeks too", () => {
  const ranges = monthRanges("1970-01-01", "2369-12-31");
  expect(ranges).toHaveLength(4_800);
  const days = ranges.flatMap((range) => [...new DaysOfMonth(["2026-01-02"]).process(range)]);
  const rows = days.flatMap((output) => ("rows" in output ? [output.rows] : []));
  expect(rows).toHaveLength(146_097);
  const wrong = rows.filter((day, n) => {
    const before = rows[n - 1] ?? row("1969-12-31");
    const isNext = Date.parse(day.date) - Date.parse(before.date) === 86_400_000;
    const isNextWeekday = day.day_of_week_number === (before.day_of_week_number % 7) + 1;
    // A week is seven days, from Monday on; a year has 52 or 53.
    const weekStep = day.day_of_week_number === 1 ? 1 : 0;
    const isRightWeek =
      day.iso_year === before.iso_year
        ? day.week_of_year === before.week_of_year + weekStep
        : day.iso_year === before.iso_year + weekStep &&
          day.week_of_year === 1 &&
          before.week_of_year >= 52;
    const isRightStart =
      day.iso_week_start === (day.day_of_week_number === 1 ? day.date : before.iso_week_start) &&
      day.month_start === (day.is_month_start ? day.date : before.month_start) &&
      day.quarter_start ===
        (day.quarter === before.quarter ? before.quarter_start : day.month_start);
    const isRightLength = day.is_month_start === before.is_month_end;
    return !isNext || !isNextWeekday || !isRightWeek || !isRightStart || !isRightLength;
  });
  expect(wrong).toEqual([]);
});

it("ranges begin on the start date and stop on the end date", () => {
  expect(monthRanges("2026-01-31", "2026-03-01")).toEqual([
    { first: "2026-01-31", last: "2026-01-31" },
    { first: "2026-02-01", last: "2026-02-28" },
    { first: "2026-03-01", last: "2026-03-01" },
  ]);
  expect(monthRanges("2024-02-29", "2024-02-29")).toEqual([
    { first: "2024-02-29", last: "2024-02-29" },
  ]);
  expect(monthRanges("9999-11-30", "9999-12-31")).toHaveLength(2);
});

it("any time zone gives the same days, also where one was left out or has no midnight", () => {
  const module = join(__dirname, "../../../pipelines/transforms/calendar/days_of_month.js");
  const script = `
    const { monthRanges, DaysOfMonth } = require(${JSON.stringify(module)});
    const ranges = [["2011-12-01", "2012-01-31"], ["2018-10-15", "2018-11-30"], ["1993-08-15", "1993-08-31"]]
      .flatMap(([first, last]) => monthRanges(first, last));
    console.log(JSON.stringify(ranges.flatMap((range) => [...new DaysOfMonth(["2026-01-02"]).process(range)])));`;
  const inZone = (TZ: string) =>
    spawnSync(process.execPath, ["-e", script], { env: { ...process.env, TZ }, encoding: "utf8" });
  const utc = inZone("UTC");
  expect(utc.stdout).toContain('"2011-12-30"');
  for (const zone of ["Pacific/Apia", "America/Sao_Paulo", "Pacific/Kwajalein"]) {
    expect(inZone(zone).stdout).toBe(utc.stdout);
  }
});
