import { hierarchy, treemap, type HierarchyRectangularNode } from "d3-hierarchy";
import type { Model } from "../data";
import { element, on, visible } from "../dom";
import { amountText, changeText, priceText } from "../format";
import { coinHash } from "../route";
import { dataTable, tableBehind } from "./data_table";
import { moveByArrows } from "./arrow_keys";
import { hideTip, showTip } from "./tip";

/** More tiles than this can't be told apart. */
const mostTiles = 220;
export const uncategorised = "Uncategorised";

export interface TreemapOptions {
  readonly model: Model;
  /** Shows one category alone. */
  readonly category?: string;
  readonly onCategory: (name: string) => void;
}

interface Cell {
  readonly name: string;
  readonly coin?: number;
  readonly children?: readonly Cell[];
}

/** The market as an area: a coin's tile is as large as its capitalisation, in the colour of its change. */
export function marketTreemap({ model, category, onCategory }: TreemapOptions): HTMLElement {
  const coins = largest(model, category);
  const place = element("div", {
    class: "treemap",
    role: "group",
    "aria-label": `Treemap of the ${coins.length} largest coins by market capitalisation${category === undefined ? "" : ` in ${category}`}. Arrow keys move, Enter opens a coin.`,
  });
  const root: Cell = { name: "market", children: grouped(model, coins, category) };
  let drawn = "";
  new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = place;
    const size = `${width} ${height}`;
    if (width === 0 || size === drawn) return;
    drawn = size;
    place.replaceChildren(...tiles(model, root, width, height, onCategory));
    place.querySelector<HTMLElement>(".tile")?.setAttribute("tabindex", "0");
  }).observe(place);
  moveByArrows(place, ".tile, .group");
  return element(
    "figure",
    {},
    place,
    legend(),
    tableBehind(() => tableOf(model, coins)),
  );
}

export function categoryOf({ coins, categories }: Model, coin: number): string {
  return categories[coins.category[coin] ?? -1] ?? uncategorised;
}

function largest(model: Model, category: string | undefined): number[] {
  const { marketCap } = model.coins;
  return model.coins.id
    .map((_, coin) => coin)
    .filter((coin) => (marketCap[coin] ?? 0) > 0)
    .filter((coin) => category === undefined || categoryOf(model, coin) === category)
    .sort((a, b) => (marketCap[b] ?? 0) - (marketCap[a] ?? 0))
    .slice(0, mostTiles);
}

function grouped(model: Model, coins: readonly number[], category: string | undefined): Cell[] {
  const cellOf = (coin: number): Cell => ({ name: model.coins.symbol[coin] ?? "", coin });
  const groups = new Map<string, Cell[]>();
  for (const coin of coins) {
    const name = categoryOf(model, coin);
    groups.set(name, [...(groups.get(name) ?? []), cellOf(coin)]);
  }
  if (category !== undefined || groups.size < 2) return coins.map(cellOf);
  return [...groups].map(([name, children]) => ({ name, children }));
}

function* tiles(
  model: Model,
  data: Cell,
  width: number,
  height: number,
  onCategory: (name: string) => void,
): Generator<HTMLElement> {
  const sized = hierarchy<Cell>(data, ({ children }) => children)
    .sum(({ coin }) => (coin === undefined ? 0 : (model.coins.marketCap[coin] ?? 0)))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const isGrouped = sized.height > 1;
  const root = treemap<Cell>()
    .size([width, height])
    .paddingInner(1)
    .paddingTop((node) => (isGrouped && node.depth === 1 && hasHeading(node) ? 19 : 0))
    .round(true)(sized);
  for (const node of root.descendants()) {
    if (node.data.coin !== undefined) yield tile(model, node, node.data.coin);
    else if (node.depth === 1 && hasHeading(node)) yield heading(node, onCategory);
  }
}

/** Whether a group has room for its name. */
function hasHeading(node: { x0: number; x1: number; y0: number; y1: number }): boolean {
  return node.x1 - node.x0 >= 64 && node.y1 - node.y0 >= 44;
}

function place(made: HTMLElement, left: number, top: number, width: number, height: number): void {
  Object.assign(made.style, {
    left: `${left}px`,
    top: `${top}px`,
    width: `${width}px`,
    height: `${height}px`,
  });
}

function heading(
  { data, x0, x1, y0 }: HierarchyRectangularNode<Cell>,
  onCategory: (name: string) => void,
): HTMLElement {
  const label = { class: "group", type: "button", tabindex: "-1", title: `Only ${data.name}` };
  const made = on(element("button", label, element("span", {}, data.name)), {
    click: () => {
      onCategory(data.name);
    },
  });
  place(made, x0, y0, x1 - x0, 18);
  return made;
}

function tile(
  model: Model,
  { x0, x1, y0, y1 }: HierarchyRectangularNode<Cell>,
  coin: number,
): HTMLElement {
  const { coins, currency } = model;
  const [width, height] = [x1 - x0, y1 - y0];
  const change = coins.change1[coin] ?? null;
  const name = visible(coins.name[coin] ?? "");
  const symbol = visible(coins.symbol[coin] ?? "").toUpperCase();
  const lines = [
    `Price ${priceText(coins.price[coin] ?? null, currency)}`,
    `Market cap ${amountText(coins.marketCap[coin] ?? null, currency)}`,
  ];
  const size = sizeOf(width, height, symbol.length);
  const made = element(
    "a",
    {
      class: `tile ${shade(change)} ${size}`,
      href: coinHash(coins.id[coin] ?? ""),
      tabindex: "-1",
      "aria-label": `${symbol} ${changeText(change)}. ${name}. ${lines.join(". ")}`,
    },
    ...(size === "none" ? [] : [element("b", { dir: "auto" }, symbol)]),
    ...(hasRoom(size, width, height) ? [element("span", {}, changeText(change))] : []),
  );
  place(made, x0, y0, width, height);
  const show = () => {
    showTip(made, element("b", {}, name), ...lines, `24 h ${changeText(change)}`);
  };
  return on(made, { mouseenter: show, focus: show, mouseleave: hideTip, blur: hideTip });
}

type TileSize = "none" | "small" | "medium" | "large" | "huge";

/** How large the text of a tile can be. */
function sizeOf(width: number, height: number, letters: number): TileSize {
  const room = Math.min(width / (Math.max(3, letters) * 0.72), height / 2.1);
  if (width < 22 || height < 13 || room < 8) return "none";
  return room > 46 ? "huge" : room > 24 ? "large" : room > 13 ? "medium" : "small";
}

/** Whether a tile has room for its change, too. */
function hasRoom(size: TileSize, width: number, height: number): boolean {
  const least = {
    none: [Infinity, 0],
    small: [60, 30],
    medium: [66, 36],
    large: [76, 44],
    huge: [98, 70],
  };
  const [leastWidth = 0, leastHeight = 0] = least[size];
  return width >= leastWidth && height >= leastHeight;
}

/** A colour in steps, so that a colour-blind reader can tell direction by lightness and arrow. */
function shade(change: number | null): string {
  if (change === null) return "t0";
  const step = [0.5, 2, 5].filter((least) => Math.abs(change) >= least).length;
  return step === 0 ? "t0" : `${change > 0 ? "u" : "d"}${step}`;
}

function legend(): HTMLElement {
  const steps = [
    ["d3", "▼ 5%+"],
    ["d2", "▼ 2%"],
    ["d1", "▼ 0.5%"],
    ["t0", "≈ 0"],
    ["u1", "▲ 0.5%"],
    ["u2", "▲ 2%"],
    ["u3", "▲ 5%+"],
  ] as const;
  return element(
    "div",
    { class: "legend", "aria-hidden": "true" },
    ...steps.map(([step, text]) => element("span", { class: step }, text)),
  );
}

function tableOf(model: Model, shown: readonly number[]): HTMLElement {
  const { coins, currency } = model;
  return dataTable(
    "The coins of the treemap",
    [
      { label: "Coin" },
      { label: "Category" },
      { label: "Market cap", isNumber: true },
      { label: "24 h", isNumber: true },
    ],
    shown.map((coin) => [
      element("bdi", {}, visible(coins.name[coin] ?? "")),
      categoryOf(model, coin),
      amountText(coins.marketCap[coin] ?? null, currency),
      changeText(coins.change1[coin] ?? null),
    ]),
  );
}
