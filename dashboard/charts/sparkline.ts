import { svgElement } from "../dom";

/** A small line without axes; what it shows is said beside it. */
export function sparkline(values: readonly (number | null)[]): SVGElement | null {
  const points = values.flatMap((value, index) =>
    value === null ? [] : [[index, value] as const],
  );
  if (points.length < 2) return null;
  const least = Math.min(...points.map(([, value]) => value));
  const most = Math.max(...points.map(([, value]) => value));
  const x = (index: number) => (index / (values.length - 1)) * 100;
  const y = (value: number) => (most === least ? 12 : 22 - ((value - least) / (most - least)) * 20);
  const line = points.map(([index, value]) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`);
  return svgElement(
    "svg",
    { viewBox: "0 0 100 24", preserveAspectRatio: "none", class: "spark", "aria-hidden": "true" },
    svgElement("polyline", { points: line.join(" ") }),
  );
}
