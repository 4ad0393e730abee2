import { calendar, type CalendarDay, type DayState } from "../charts/calendar";
import { dataTable } from "../charts/data_table";
import { lineChart } from "../charts/line_chart";
import type { Model } from "../data";
import { dataText, element, panel } from "../dom";
import { countOf, countText, dayText } from "../format";
import type { View, ViewContext } from "./view";

const snapshots = "market-snapshot";
/** A day lacks a coin or two in a thousand always. */
const completeShare = 0.01;
const mostRuns = 120;
const number = { isNumber: true } as const;

/** Whether the data can be trusted: each day's state, the checks, the runs, and what was rejected. */
export function healthView({ model }: ViewContext): View {
  return {
    title: "Data health",
    content: [
      element(
        "div",
        { class: "grid halves" },
        panel("Days held", {}, calendar(calendarDays(model))),
        panel(
          "Coins each day",
          {},
          lineChart({
            title: "Coins each day",
            days: model.days.day,
            format: countText,
            height: 180,
            series: [{ label: "Coins", color: "accent", values: model.days.coins }],
          }),
        ),
      ),
      checksPanel(model),
      runsPanel(model),
      rejectsPanel(model),
    ],
  };
}

/** Every day from the first to the last, held or not. */
function calendarDays({ days, runs }: Model): CalendarDay[] {
  const coinsOf = new Map(days.day.map((day, index) => [day, days.coins[index] ?? 0]));
  const runOf = new Map(
    runs.day.flatMap((day, row) => (runs.pipeline[row] === snapshots ? [[day, row] as const] : [])),
  );
  const [first, last] = [Date.parse(days.day[0] ?? ""), Date.parse(days.day.at(-1) ?? "")];
  const result: CalendarDay[] = [];
  for (let time = first; time <= last; time += 86_400_000) {
    const day = new Date(time).toISOString().slice(0, 10);
    const run = runOf.get(day);
    const coins = coinsOf.get(day) ?? 0;
    const missing = run === undefined ? 0 : (runs.missing[run] ?? 0);
    const state = stateOf(coins, missing, run === undefined ? undefined : runs.state[run]);
    const parts = [
      ...(coins > 0 ? [countOf(coins, "coin")] : []),
      ...(missing > 0 ? [`${countText(missing)} missing`] : []),
    ];
    result.push({ day, state, note: parts.join(", ") });
  }
  return result;
}

function stateOf(coins: number, missing: number, state: string | undefined): DayState {
  if (state === "FAILED") return "failed";
  if (coins === 0) return "none";
  return missing > Math.max(25, coins * completeShare) ? "partial" : "complete";
}

function checksPanel({ checks }: Model): HTMLElement {
  if (checks === null || checks.day.length === 0) {
    const text = "No results are kept in this warehouse.";
    return panel("Checks", {}, element("p", { class: "empty" }, text));
  }
  const newest = checks.day[0] ?? "";
  const failed = checks.passed.filter((passed) => !passed).length;
  const rows = checks.check
    .map((_, row) => row)
    .filter((row) => checks.day[row] === newest || checks.passed[row] === false)
    .slice(0, mostRuns)
    .map((row) => [
      dayText(checks.day[row] ?? ""),
      (checks.check[row] ?? "").replaceAll("_", " "),
      stateMark(
        checks.passed[row] ? "passed" : checks.severity[row] === "warn" ? "warned" : "failed",
      ),
      checks.observed[row] ?? "",
      checks.expected[row] ?? "",
      dataText(checks.passed[row] ? "" : (checks.message[row] ?? ""), "data note-cell"),
    ]);
  return panel(
    "Checks",
    {
      aside: element(
        "span",
        { class: "count" },
        `${countText(checks.day.length - failed)} passed, ${countText(failed)} did not`,
      ),
    },
    dataTable(
      "Checks of the newest day, and all that did not pass",
      [
        { label: "Day" },
        { label: "Check" },
        { label: "Result" },
        { label: "Observed" },
        { label: "Expected" },
        { label: "Meaning" },
      ],
      rows,
    ),
  );
}

function runsPanel({ runs }: Model): HTMLElement {
  const order = runs.day
    .map((_, row) => row)
    .sort((a, b) =>
      (runs.day[a] ?? "") < (runs.day[b] ?? "")
        ? 1
        : (runs.day[a] ?? "") > (runs.day[b] ?? "")
          ? -1
          : a - b,
    );
  const rows = order
    .slice(0, mostRuns)
    .map((row) => [
      dayText(runs.day[row] ?? ""),
      runs.pipeline[row] ?? "",
      stateMark(runs.state[row] === "DONE" ? "done" : "failed"),
      countText(runs.rows[row] ?? 0),
      countText(runs.duplicates[row] ?? 0),
      countText(runs.rejects[row] ?? 0),
      countText(runs.missing[row] ?? 0),
      countText(runs.calls[row] ?? 0),
      countText(runs.retries[row] ?? 0),
      `${(runs.seconds[row] ?? 0).toFixed(1)} s`,
      dataText([runs.error[row], runs.warnings[row]].filter(Boolean).join(" "), "data note-cell"),
    ]);
  const labels = ["Rows", "Duplicates", "Rejected", "Missing", "Calls", "Retries", "Time"];
  return panel(
    "Runs",
    { aside: element("span", { class: "count" }, countOf(runs.day.length, "run")) },
    rows.length === 0
      ? element("p", { class: "empty" }, "No run is recorded in this warehouse.")
      : dataTable(
          "Runs, the newest day first",
          [
            { label: "Day" },
            { label: "Pipeline" },
            { label: "State" },
            ...labels.map((label) => ({ label, ...number })),
            { label: "Notes" },
          ],
          rows,
        ),
  );
}

function rejectsPanel({ rejects }: Model): HTMLElement {
  const rows = rejects.reason.map((reason, row) => [
    rejects.pipeline[row] ?? "",
    dataText(rejects.field[row] ?? ""),
    dataText(reason),
    countText(rejects.elements[row] ?? 0),
    dayText(rejects.lastDay[row] ?? ""),
  ]);
  return panel(
    "Rejected elements",
    {},
    rows.length === 0
      ? element("p", { class: "empty" }, "Nothing was rejected in these days.")
      : dataTable(
          "Rejected elements by reason",
          [
            { label: "Pipeline" },
            { label: "Field" },
            { label: "Reason" },
            { label: "Elements", ...number },
            { label: "Newest day" },
          ],
          rows,
        ),
  );
}

function stateMark(state: "passed" | "done" | "warned" | "failed"): HTMLElement {
  const mark = { passed: "✓", done: "✓", warned: "!", failed: "×" }[state];
  return element("span", { class: `state ${state}` }, `${mark} ${state}`);
}
