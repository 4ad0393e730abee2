import { dataTable } from "../charts/data_table";
import type { Model } from "../data";
import { dataText, element, panel, visible } from "../dom";
import { countOf, countText, dayText, priceText } from "../format";
import { coinHash } from "../route";
import type { View, ViewContext } from "./view";

const mostShown = 300;
const number = { isNumber: true } as const;

/** Coins that came, coins that went, and coins that changed their names. */
export function listingsView({ model }: ViewContext): View {
  const { members, days } = model;
  const last = days.day.at(-1) ?? "";
  const first = days.day[0] ?? "";
  const places = members.id.map((_, place) => place);
  const newcomers = places
    .filter((place) => (members.firstDay[place] ?? "") > first)
    .sort((a, b) => compare(members.firstDay[b] ?? "", members.firstDay[a] ?? ""));
  const leavers = places
    .filter((place) => (members.lastDay[place] ?? "") < last)
    .sort((a, b) => compare(members.lastDay[b] ?? "", members.lastDay[a] ?? ""));
  if (days.day.length < 2) {
    const text = "Needs two days: one is held. Run again tomorrow, or with another --snapshotDate.";
    return {
      title: "Listings",
      content: [panel("Listings", {}, element("p", { class: "empty" }, text))],
    };
  }
  return {
    title: "Listings",
    content: [
      element(
        "div",
        { class: "grid halves" },
        memberPanel(model, "Newcomers", newcomers, "First seen", members.firstDay),
        memberPanel(model, "Leavers", leavers, "Last seen", members.lastDay),
      ),
      renamesPanel(model),
    ],
  };
}

function memberPanel(
  { members, currency, placeOf }: Model,
  title: string,
  places: readonly number[],
  dayLabel: string,
  days: readonly string[],
): HTMLElement {
  const rows = places.slice(0, mostShown).map((place) => {
    const id = members.id[place] ?? "";
    const name = dataText(members.name[place] ?? id);
    return [
      dayText(days[place] ?? ""),
      placeOf.has(id) ? element("a", { href: coinHash(id) }, name) : name,
      element("bdi", {}, visible(members.symbol[place] ?? "").toUpperCase()),
      countText(members.rank[place] ?? null),
      priceText(members.price[place] ?? null, currency),
    ];
  });
  const columns = [
    { label: dayLabel },
    { label: "Coin" },
    { label: "Symbol" },
    { label: "Rank", ...number },
    { label: "Price", ...number },
  ];
  return panel(
    title,
    { aside: element("span", { class: "count" }, countOf(places.length, "coin")) },
    rows.length === 0
      ? element("p", { class: "empty" }, "None in the days held.")
      : dataTable(title, columns, rows),
  );
}

function renamesPanel({ names, placeOf }: Model): HTMLElement {
  const rows = names.id.map((id, row) => [
    placeOf.has(id) ? element("a", { href: coinHash(id) }, id) : id,
    dataText(names.name[row] ?? ""),
    element("bdi", {}, visible(names.symbol[row] ?? "").toUpperCase()),
    dayText(names.firstDay[row] ?? ""),
    dayText(names.lastDay[row] ?? ""),
  ]);
  return panel(
    "What coins were called",
    { aside: element("span", { class: "count" }, countOf(new Set(names.id).size, "coin")) },
    rows.length === 0
      ? element("p", { class: "empty" }, "No coin changed its name or symbol in the days held.")
      : dataTable(
          "Coins with more than one name or symbol",
          [
            { label: "Id" },
            { label: "Name" },
            { label: "Symbol" },
            { label: "From" },
            { label: "To" },
          ],
          rows,
        ),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
