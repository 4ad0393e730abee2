import { sparkline } from "./charts/sparkline";
import type { Model } from "./data";
import { type Child, element, on, svgElement } from "./dom";
import {
  amountText,
  changeClass,
  changeText,
  countOf,
  countText,
  dayText,
  shareText,
} from "./format";
import { hashOf, type ViewName } from "./route";
import { searchBox } from "./search_box";
import { toggleTheme } from "./theme";

const tabs: readonly (readonly [ViewName, string])[] = [
  ["market", "Market"],
  ["coins", "All coins"],
  ["volatility", "Volatility"],
  ["listings", "Listings"],
  ["health", "Data health"],
];

/** The top of the page: what it is of, the search, the totals, and the tabs. */
export function header(model: Model, onHelp: () => void): HTMLElement[] {
  return [
    ...(model.isSample ? [sampleBanner()] : []),
    element("div", { class: "bar" }, brand(model), searchBox(model), buttons(onHelp)),
    totals(model),
    element(
      "nav",
      { "aria-label": "Views" },
      ...tabs.map(([view, label], index) =>
        element(
          "a",
          { href: hashOf({ view, parameters: {} }), "data-view": view },
          label,
          element("kbd", { "aria-hidden": "true" }, String(index + 1)),
        ),
      ),
    ),
  ];
}

/** Marks the tab of the view that is shown. */
export function markTab(view: ViewName): void {
  for (const tab of document.querySelectorAll("nav [data-view]")) {
    if (tab.getAttribute("data-view") === view) {
      tab.setAttribute("aria-current", "page");
      tab.scrollIntoView({ block: "nearest", inline: "center" });
    } else tab.removeAttribute("aria-current");
  }
}

export const tabViews: readonly ViewName[] = tabs.map(([view]) => view);

function sampleBanner(): HTMLElement {
  return element(
    "div",
    { class: "sample", role: "note" },
    element("strong", {}, "Sample data"),
    element("span", {}, "A made-up market: no coin and no price here is real."),
  );
}

function brand({ days }: Model): HTMLElement {
  const mark = svgElement(
    "svg",
    { viewBox: "0 0 16 16", "aria-hidden": "true" },
    svgElement("path", { d: "M2 9h3v5H2zM6.5 5.5h3V14h-3zM11 2h3v12h-3z" }),
  );
  return element(
    "div",
    { class: "brand" },
    mark,
    element("h1", {}, "Crypto market"),
    element("span", { class: "day" }, dayText(days.day.at(-1) ?? "")),
  );
}

function buttons(onHelp: () => void): HTMLElement {
  const theme = element(
    "button",
    { type: "button", id: "theme", "aria-label": "Light or dark", title: "Light or dark (t)" },
    "◐",
  );
  const help = element(
    "button",
    { type: "button", id: "keys", "aria-label": "Keys", title: "Keys (?)" },
    "?",
  );
  return element(
    "div",
    { class: "buttons" },
    on(theme, { click: toggleTheme }),
    on(help, { click: onHelp }),
  );
}

function totals({ days, leaders, currency }: Model): HTMLElement {
  const last = days.day.length - 1;
  const cap = days.marketCap[last] ?? null;
  const gained = days.marketCapChange[last] ?? null;
  const change =
    cap === null || gained === null || cap === gained ? null : (gained / (cap - gained)) * 100;
  const [up, down] = [days.up[last] ?? 0, days.down[last] ?? 0];
  const [leader] = leaders;
  return element(
    "dl",
    { class: "totals" },
    total("Market cap", amountText(cap, currency), changeNote(change), sparkline(days.marketCap)),
    total(
      "Volume 24 h",
      amountText(days.volume[last] ?? null, currency),
      shareOf(days.volume[last], cap),
      sparkline(days.volume),
    ),
    ...(leader
      ? [
          total(
            "Dominance",
            shareText(leader.share[last] ?? null),
            element("bdi", { class: "data" }, leader.name),
            sparkline(leader.share),
          ),
        ]
      : []),
    total("Up and down 24 h", upAndDown(up, down), breadth(up, down), null),
    total(
      "Coins",
      countText(days.coins[last] ?? 0),
      `${countOf(days.day.length, "day")} held`,
      null,
    ),
  );
}

function upAndDown(up: number, down: number): HTMLElement {
  return element(
    "span",
    { class: "up-and-down" },
    element("span", { class: "up" }, `▲ ${countText(up)}`),
    " ",
    element("span", { class: "down" }, `▼ ${countText(down)}`),
  );
}

function total(label: string, value: Child, note: Child, spark: Child): HTMLElement {
  return element(
    "div",
    {},
    element("dt", {}, label),
    element("dd", { class: "value" }, value),
    element("dd", { class: "note" }, note),
    ...(spark === null ? [] : [element("dd", { class: "spark-box" }, spark)]),
  );
}

function changeNote(change: number | null): HTMLElement {
  return element("span", { class: changeClass(change) }, changeText(change));
}

function shareOf(part: number | null | undefined, whole: number | null): string {
  return part == null || !whole ? "" : `${shareText((part / whole) * 100)} of market cap`;
}

/** How many coins rose, as a part of those that moved. */
function breadth(up: number, down: number): HTMLElement {
  const bar = element("span", { class: "breadth", "aria-hidden": "true" }, element("i"));
  const risen = bar.querySelector("i");
  if (risen) risen.style.width = `${up + down === 0 ? 50 : (up / (up + down)) * 100}%`;
  return bar;
}
