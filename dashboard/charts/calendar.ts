import { element } from "../dom";
import { dayText } from "../format";

export type DayState = "complete" | "partial" | "failed" | "none";

export interface CalendarDay {
  readonly day: string;
  readonly state: DayState;
  readonly note: string;
}

const marks: Readonly<Record<DayState, string>> = {
  complete: "",
  partial: "·",
  failed: "×",
  none: "",
};
const words: Readonly<Record<DayState, string>> = {
  complete: "complete",
  partial: "coins missing",
  failed: "failed",
  none: "no data",
};
const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
const monthFormat = new Intl.DateTimeFormat("en-GB", {
  month: "short",
  year: "2-digit",
  timeZone: "UTC",
});

/** Days as a calendar: a column a week, a row a weekday. */
export function calendar(days: readonly CalendarDay[]): HTMLElement {
  const weeks = inWeeks(days);
  const months = weeks.map((week, index) => {
    const month = monthOf(week);
    return element("th", { scope: "col" }, month === monthOf(weeks[index - 1]) ? "" : month);
  });
  const rows = weekdays.map((name, row) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, name),
      ...weeks.map((week) => cell(week[row])),
    ),
  );
  const table = element(
    "table",
    { class: "calendar" },
    element("caption", { class: "hidden" }, "State of each day, a column a week"),
    element("thead", {}, element("tr", {}, element("td", {}), ...months)),
    element("tbody", {}, ...rows),
  );
  const attributes = {
    class: "scroll",
    tabindex: "0",
    role: "region",
    "aria-label": "Calendar of days",
  };
  const region = element("div", attributes, table);
  // The newest days are those one looks for.
  requestAnimationFrame(() => {
    region.scrollLeft = region.scrollWidth;
  });
  return element("figure", {}, region, legend());
}

function cell(day: CalendarDay | undefined): HTMLElement {
  if (!day) return element("td", { class: "out" });
  const said = `${dayText(day.day)}: ${words[day.state]}${day.note === "" ? "" : `, ${day.note}`}`;
  return element(
    "td",
    { class: day.state, title: said },
    element("span", { class: "hidden" }, said),
    element("span", { "aria-hidden": "true" }, marks[day.state]),
  );
}

function inWeeks(days: readonly CalendarDay[]): (CalendarDay | undefined)[][] {
  const weeks: (CalendarDay | undefined)[][] = [];
  for (const day of days) {
    const weekday = (new Date(day.day).getUTCDay() + 6) % 7;
    if (weeks.length === 0 || weekday === 0) weeks.push([]);
    const week = weeks.at(-1);
    if (week) week[weekday] = day;
  }
  return weeks;
}

function monthOf(week: readonly (CalendarDay | undefined)[] | undefined): string {
  const first = week?.find((day) => day !== undefined);
  return first ? monthFormat.format(Date.parse(first.day)) : "";
}

function legend(): HTMLElement {
  const states = Object.keys(words) as DayState[];
  return element(
    "div",
    { class: "calendar-legend", "aria-hidden": "true" },
    ...states.map((state) =>
      element("span", {}, element("i", { class: state }, marks[state]), words[state]),
    ),
  );
}
