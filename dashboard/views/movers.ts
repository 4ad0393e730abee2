import type { Model } from "../data";
import { dataText, element, panel, visible } from "../dom";
import { changeClass, changeText, priceText } from "../format";
import { coinHash } from "../route";
import { segments } from "./segments";
import type { ViewContext } from "./view";

/** Smaller coins move by thousands of percent, and nobody can trade them. */
const mostRank = 250;
const shownEach = 9;
const periods = [
  ["1", "24 h"],
  ["7", "7 d"],
  ["30", "30 d"],
] as const;

/** The coins that rose and fell most, over a period that can be chosen. */
export function moversPanel({ model, parameters, setParameters }: ViewContext): HTMLElement {
  const period = periods.find(([days]) => days === parameters.period)?.[0] ?? "1";
  const lists = element("div", { class: "movers" }, ...moverLists(model, period));
  const choice = segments("Period", periods, period, (value) => {
    setParameters({ period: value === "1" ? "" : value });
    lists.replaceChildren(...moverLists(model, value));
  });
  return panel(
    "Movers",
    { aside: choice, className: "movers-panel" },
    lists,
    element("p", { class: "note" }, `Of the ${mostRank} largest coins`),
  );
}

function moverLists(model: Model, period: string): HTMLElement[] {
  const { coins } = model;
  const changes = { "1": coins.change1, "7": coins.change7, "30": coins.change30 }[period] ?? [];
  const ranked = coins.id
    .map((_, coin) => coin)
    .filter((coin) => (coins.rank[coin] ?? Infinity) <= mostRank && changes[coin] != null)
    .sort((a, b) => (changes[b] ?? 0) - (changes[a] ?? 0));
  if (ranked.length === 0) {
    return [
      element(
        "p",
        { class: "empty" },
        `The snapshot has no change over ${period} days, and no day so long before it is held.`,
      ),
    ];
  }
  const up = ranked.filter((coin) => (changes[coin] ?? 0) > 0).slice(0, shownEach);
  const down = ranked
    .filter((coin) => (changes[coin] ?? 0) < 0)
    .slice(-shownEach)
    .reverse();
  const most = Math.max(...[...up, ...down].map((coin) => Math.abs(changes[coin] ?? 0)));
  return [moverList(model, "Up", up, changes, most), moverList(model, "Down", down, changes, most)];
}

function moverList(
  { coins, currency }: Model,
  title: string,
  shown: readonly number[],
  changes: readonly (number | null)[],
  most: number,
): HTMLElement {
  const items = shown.map((coin) => {
    const change = changes[coin] ?? null;
    const bar = element("i", { class: `mover-bar ${changeClass(change)}`, "aria-hidden": "true" });
    bar.style.width = `${(Math.abs(change ?? 0) / most) * 100}%`;
    return element(
      "li",
      {},
      bar,
      element(
        "a",
        { href: coinHash(coins.id[coin] ?? "") },
        element("b", { dir: "auto" }, visible(coins.symbol[coin] ?? "").toUpperCase()),
        dataText(coins.name[coin] ?? "", "data mover-name"),
      ),
      element("span", { class: "mover-price" }, priceText(coins.price[coin] ?? null, currency)),
      element("span", { class: `change ${changeClass(change)}` }, changeText(change)),
    );
  });
  return element(
    "div",
    {},
    element("h3", {}, title),
    items.length === 0
      ? element("p", { class: "empty" }, "None")
      : element("ol", { class: "mover-list" }, ...items),
  );
}
