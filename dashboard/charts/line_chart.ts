import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { element } from "../dom";
import { dayText, shortDayText } from "../format";
import { themeColor, whenThemeChanges } from "../theme";
import { dataTable, tableBehind } from "./data_table";

export interface LineSeries {
  readonly label: string;
  /** A custom property that holds a colour. */
  readonly color: string;
  readonly values: readonly (number | null)[];
  readonly dash?: readonly number[];
}

export interface LineChartOptions {
  readonly title: string;
  readonly days: readonly string[];
  readonly series: readonly LineSeries[];
  readonly format: (value: number | null) => string;
  /** For the axis, where it is shorter there; an empty text for a tick that means nothing. */
  readonly axisFormat?: (value: number) => string;
  readonly height?: number;
  /** Ranks: the least stands at the top. */
  readonly isInverted?: boolean;
  /** Whether the area below the first line is filled. */
  readonly isFilled?: boolean;
}

/** Lines over days, with a line that reads the values at the pointer, and the table behind them. */
export function lineChart(options: LineChartOptions): HTMLElement {
  const { days, series, format, height = 220 } = options;
  const reading = element("div", { class: "reading", "aria-hidden": "true" });
  const place = element("div", { class: "chart", role: "img", "aria-label": spoken(options) });
  const figure = element(
    "figure",
    {},
    reading,
    place,
    tableBehind(() => tableOf(options)),
  );
  showReading(reading, options, days.length - 1);
  if (days.length < 2) {
    place.replaceChildren(
      element(
        "p",
        { class: "empty" },
        `One day is held: ${series.map(({ label, values }) => `${label} ${format(values[0] ?? null)}`).join(", ")}. The line begins with the second day.`,
      ),
    );
    place.removeAttribute("role");
    place.removeAttribute("aria-label");
    return figure;
  }
  place.style.height = `${height}px`;
  whenSized(place, (width) => draw(place, reading, options, width, height));
  return figure;
}

/** Calls back with the element's first width, and again when it changes. */
function whenSized(place: HTMLElement, make: (width: number) => uPlot): void {
  let chart: uPlot | undefined;
  new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    if (width === 0) return;
    if (chart) {
      chart.setSize({ width, height: chart.height });
      return;
    }
    chart = make(width);
    whenThemeChanges(place, () => chart?.redraw(false));
  }).observe(place);
}

function draw(
  place: HTMLElement,
  reading: HTMLElement,
  options: LineChartOptions,
  width: number,
  height: number,
): uPlot {
  const { days, series, format } = options;
  const axis = {
    stroke: () => themeColor("muted"),
    grid: { stroke: () => themeColor("line"), width: 1 },
    ticks: { show: false },
    font: "11px system-ui, sans-serif",
  };
  return new uPlot(
    {
      width,
      height,
      padding: [8, 18, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1e3), "UTC"),
      scales: {
        x: { time: true },
        y: {
          ...(options.isInverted && { dir: -1 as const }),
        },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          space: 64,
          size: 28,
          incrs: [1, 2, 7, 14, 28, 61, 91, 182, 365, 730].map((count) => count * 86_400),
          values: (_, ticks) => ticks.map((tick) => shortDayText(tick * 1_000)),
        },
        {
          ...axis,
          size: 58,
          space: 38,
          values: (_, ticks) => ticks.map((tick) => (options.axisFormat ?? format)(tick)),
        },
      ],
      series: [
        {},
        ...series.map(({ label, color, dash }, index) => ({
          label,
          stroke: () => themeColor(color),
          width: 1.75,
          ...(dash && { dash: [...dash] }),
          ...(options.isFilled && index === 0 && { fill: () => faint(themeColor(color)) }),
          points: { show: days.length < 15, size: 5 },
          spanGaps: true,
        })),
      ],
      hooks: {
        setCursor: [
          (chart) => {
            showReading(reading, options, chart.cursor.idx ?? days.length - 1);
          },
        ],
      },
    },
    [days.map((day) => Date.parse(day) / 1_000), ...series.map(({ values }) => [...values])],
    place,
  );
}

/** The same colour, hardly seen. */
function faint(color: string): string {
  return color.replace(/^rgb\((.*)\)$/, "rgba($1, 0.1)");
}

function showReading(reading: HTMLElement, options: LineChartOptions, index: number): void {
  const { days, series, format } = options;
  reading.replaceChildren(
    element("span", { class: "when" }, dayText(days[index] ?? "")),
    ...series.map(({ label, color, values }) =>
      element(
        "span",
        { class: `key ${color}` },
        element("b", {}, label),
        ` ${format(values[index] ?? null)}`,
      ),
    ),
  );
}

/** The chart in a sentence. */
function spoken({ title, days, series, format }: LineChartOptions): string {
  const lines = series.map(({ label, values }) => {
    const known = values.filter((value) => value !== null);
    if (known.length === 0) return `${label}: no value.`;
    const [least, most] = [Math.min(...known), Math.max(...known)];
    return `${label}: from ${format(known[0] ?? null)} to ${format(known.at(-1) ?? null)}, between ${format(least)} and ${format(most)}.`;
  });
  return `${title}, ${dayText(days[0] ?? "")} to ${dayText(days.at(-1) ?? "")}. ${lines.join(" ")}`;
}

function tableOf({ title, days, series, format }: LineChartOptions): HTMLElement {
  const columns = [{ label: "Day" }, ...series.map(({ label }) => ({ label, isNumber: true }))];
  const rows = days
    .map((day, index) => [day, ...series.map(({ values }) => format(values[index] ?? null))])
    .reverse();
  return dataTable(title, columns, rows);
}
