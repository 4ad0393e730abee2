import { element, svgElement, visible } from "../dom";
import type { Model } from "../data";
import { amountText, axisAmountText, shareText } from "../format";
import { coinHash } from "../route";
import { moveByArrows } from "./arrow_keys";
import { dataTable, tableBehind } from "./data_table";
import { hideTip, showTip } from "./tip";

const [width, height] = [1000, 540];
const margin = { left: 62, right: 18, top: 12, bottom: 40 };
const mostPoints = 400;
const mostNamed = 30;

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Whether the names of two points would lie on each other. */
function isBeside(one: Place, other: Place): boolean {
  return Math.abs(one.x - other.x) < 66 && Math.abs(one.y - other.y) < 15;
}

/** Volatility over the price against market capitalisation, both in steps of ten. */
export function volatilityScatter(model: Model): HTMLElement {
  const { coins, currency } = model;
  const shown = coins.id
    .map((_, coin) => coin)
    .filter((coin) => (coins.volatility[coin] ?? 0) > 0 && (coins.marketCap[coin] ?? 0) > 0)
    .slice(0, mostPoints);
  if (shown.length === 0) return element("p", { class: "empty" }, "No coin has a volatility yet.");
  const cap = (coin: number) => coins.marketCap[coin] ?? 0;
  const volatility = (coin: number) => coins.volatility[coin] ?? 0;
  const x = scale(shown.map(cap), margin.left, width - margin.right);
  const y = scale(shown.map(volatility), height - margin.bottom, margin.top);
  const svg = svgElement("svg", {
    viewBox: `0 0 ${width} ${height}`,
    class: "scatter",
    role: "group",
    "aria-label": `Volatility against market capitalisation of the ${shown.length} largest coins. Arrow keys move, Enter opens a coin.`,
  });
  for (const at of x.ticks) {
    svg.append(line(x.of(at), margin.top, x.of(at), height - margin.bottom));
    svg.append(
      label(x.of(at), height - margin.bottom + 18, axisAmountText(at, currency), "middle"),
    );
  }
  for (const at of y.ticks) {
    svg.append(line(margin.left, y.of(at), width - margin.right, y.of(at)));
    svg.append(label(margin.left - 8, y.of(at) + 4, `${at}%`, "end"));
  }
  const named: Place[] = [];
  shown.forEach((coin, index) => {
    const at = { x: x.of(cap(coin)), y: y.of(volatility(coin)) };
    const isNamed = index < mostNamed && !named.some((other) => isBeside(at, other));
    if (isNamed) named.push(at);
    svg.append(point(model, coin, at, isNamed, index === 0));
  });
  moveByArrows(svg as unknown as HTMLElement, ".point");
  return element(
    "figure",
    {},
    element("div", { class: "scatter-box" }, svg),
    element(
      "p",
      { class: "note" },
      "Up: volatility, the standard deviation of seven days' prices over the price. Right: market capitalisation.",
    ),
    tableBehind(() =>
      dataTable(
        "Volatility and market capitalisation",
        [
          { label: "Coin" },
          { label: "Market cap", isNumber: true },
          { label: "Volatility", isNumber: true },
        ],
        shown.map((coin) => [
          element("bdi", {}, visible(coins.name[coin] ?? "")),
          amountText(cap(coin), currency),
          shareText(volatility(coin)),
        ]),
      ),
    ),
  );
}

function point(
  { coins, currency }: Model,
  coin: number,
  { x: cx, y: cy }: Place,
  isNamed: boolean,
  isFirst: boolean,
): SVGElement {
  const name = visible(coins.name[coin] ?? "");
  const symbol = visible(coins.symbol[coin] ?? "").toUpperCase();
  const lines = [
    `Market cap ${amountText(coins.marketCap[coin] ?? null, currency)}`,
    `Volatility ${shareText(coins.volatility[coin] ?? null)}`,
  ];
  const made = svgElement(
    "a",
    {
      href: coinHash(coins.id[coin] ?? ""),
      class: "point",
      tabindex: isFirst ? 0 : -1,
      "aria-label": `${symbol}. ${name}. ${lines.join(". ")}`,
    },
    svgElement("circle", { cx, cy, r: isNamed ? 6 : 4 }),
  );
  if (isNamed) {
    const isLeft = cx > width - 90;
    const text = label(isLeft ? cx - 9 : cx + 9, cy + 4, symbol, isLeft ? "end" : "start");
    text.setAttribute("class", "named");
    made.append(text);
  }
  const show = () => {
    showTip(made, element("b", {}, name), ...lines);
  };
  made.addEventListener("mouseenter", show);
  made.addEventListener("focus", show);
  made.addEventListener("mouseleave", hideTip);
  made.addEventListener("blur", hideTip);
  return made;
}

/** A logarithmic scale with its powers of ten. */
function scale(values: readonly number[], from: number, to: number) {
  const low = Math.log10(Math.min(...values)) - 0.05;
  const high = Math.max(Math.log10(Math.max(...values)) + 0.05, low + 0.1);
  const of = (value: number) => from + ((Math.log10(value) - low) / (high - low)) * (to - from);
  const ticks: number[] = [];
  for (let power = Math.ceil(low); power <= high; power++) ticks.push(Number(`1e${power}`));
  return { of, ticks };
}

function line(x1: number, y1: number, x2: number, y2: number): SVGElement {
  return svgElement("line", { x1, y1, x2, y2, class: "rule" });
}

function label(x: number, y: number, text: string, anchor: string): SVGElement {
  return svgElement("text", { x, y, "text-anchor": anchor }, document.createTextNode(text));
}
