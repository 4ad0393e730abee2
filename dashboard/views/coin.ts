import { dataTable } from "../charts/data_table";
import { categoryOf } from "../charts/treemap";
import type { Model } from "../data";
import { dataText, element, panel, visible } from "../dom";
import {
  amountText,
  changeClass,
  changeText,
  countText,
  dayText,
  priceText,
  quantityText,
  shareText,
} from "../format";
import { coinCharts } from "./coin_charts";
import type { View, ViewContext } from "./view";

/** Everything that is held of one coin. */
export function coinView({ model, parameters }: ViewContext): View {
  const id = parameters.id ?? "";
  const coin = model.placeOf.get(id);
  if (coin === undefined) {
    return {
      title: "No such coin",
      content: [panel("No such coin", {}, element("p", { class: "empty" }, lastSeen(model, id)))],
    };
  }
  const charts = element("div", { class: "grid halves" });
  void model.histories().then((histories) => {
    charts.append(...coinCharts(model, coin, histories[coin]));
  });
  const name = visible(model.coins.name[coin] ?? "") || id;
  return {
    title: name,
    content: [
      element("div", { class: "coin-head" }, heading(model, coin, name), changes(model, coin)),
      facts(model, coin),
      charts,
      element("div", { class: "grid halves" }, namesPanel(model, id), contractsPanel(model, id)),
    ],
  };
}

function lastSeen({ members }: Model, id: string): string {
  const place = members.id.indexOf(id);
  return place < 0
    ? `The newest day has no coin with the id ${visible(id).slice(0, 100)}.`
    : `${visible(members.name[place] ?? id)} was last seen on ${dayText(members.lastDay[place] ?? "")}.`;
}

function heading({ coins, currency }: Model, coin: number, name: string): HTMLElement {
  const rank = coins.rank[coin] ?? null;
  return element(
    "div",
    { class: "coin-name" },
    element("h2", {}, element("bdi", { class: "data" }, name)),
    element(
      "p",
      {},
      element("bdi", { class: "symbol" }, visible(coins.symbol[coin] ?? "").toUpperCase()),
      rank === null ? " unranked" : ` rank ${countText(rank)}`,
    ),
    element("p", { class: "coin-price" }, priceText(coins.price[coin] ?? null, currency)),
  );
}

function changes({ coins }: Model, coin: number): HTMLElement {
  const periods = [
    ["24 h", coins.change1],
    ["7 d", coins.change7],
    ["30 d", coins.change30],
  ] as const;
  return element(
    "dl",
    { class: "coin-changes" },
    ...periods.map(([label, values]) => {
      const change = values[coin] ?? null;
      return element(
        "div",
        {},
        element("dt", {}, label),
        element("dd", { class: changeClass(change) }, changeText(change)),
      );
    }),
  );
}

function facts(model: Model, coin: number): HTMLElement {
  const { coins, currency, platforms, isSample } = model;
  const launched = coins.launched[coin] ?? null;
  const entries: (readonly [string, Node | string])[] = [
    ["Market cap", amountText(coins.marketCap[coin] ?? null, currency)],
    ["Volume 24 h", amountText(coins.volume[coin] ?? null, currency)],
    [
      "Range 24 h",
      `${priceText(coins.low[coin] ?? null, currency)} to ${priceText(coins.high[coin] ?? null, currency)}`,
    ],
    ["Volatility 7 d", shareText(coins.volatility[coin] ?? null)],
    ["In circulation", quantityText(coins.supply[coin] ?? null)],
    [
      "All-time high",
      `${priceText(coins.ath[coin] ?? null, currency)} (${changeText(coins.athChange[coin] ?? null)})`,
    ],
    ["Category", categoryOf(model, coin)],
    ["Platform", platforms[coins.platform[coin] ?? -1] ?? "–"],
    ["Launched", launched === null ? "–" : dayText(launched)],
    ["Id", element("code", {}, visible(coins.id[coin] ?? ""))],
    ...(isSample
      ? []
      : [
          [
            "Source",
            element(
              "a",
              {
                href: `https://www.coingecko.com/en/coins/${encodeURIComponent(coins.id[coin] ?? "")}`,
                rel: "noreferrer",
              },
              "CoinGecko",
            ),
          ] as const,
        ]),
  ];
  return element(
    "dl",
    { class: "panel facts" },
    ...entries.map(([label, value]) =>
      element("div", {}, element("dt", {}, label), element("dd", {}, value)),
    ),
  );
}

function namesPanel({ names }: Model, id: string): HTMLElement {
  const rows = names.id.flatMap((one, row) =>
    one === id
      ? [
          [
            dataText(names.name[row] ?? ""),
            element("bdi", {}, visible(names.symbol[row] ?? "").toUpperCase()),
            dayText(names.firstDay[row] ?? ""),
            dayText(names.lastDay[row] ?? ""),
          ],
        ]
      : [],
  );
  return panel(
    "What it was called",
    {},
    rows.length === 0
      ? element("p", { class: "empty" }, "The same name and symbol on all days held.")
      : dataTable(
          "Names and symbols",
          [{ label: "Name" }, { label: "Symbol" }, { label: "From" }, { label: "To" }],
          rows,
        ),
  );
}

function contractsPanel({ contracts }: Model, id: string): HTMLElement {
  const rows =
    contracts?.id.flatMap((one, row) =>
      one === id
        ? [
            [
              contracts.platform[row] ?? "",
              element("code", {}, visible(contracts.address[row] ?? "")),
            ],
          ]
        : [],
    ) ?? [];
  const missing =
    contracts === null ? "This warehouse holds no contracts." : "No contract is kept here.";
  return panel(
    "Contracts",
    {},
    rows.length === 0
      ? element("p", { class: "empty" }, missing)
      : dataTable("Contracts", [{ label: "Platform" }, { label: "Address" }], rows),
  );
}
