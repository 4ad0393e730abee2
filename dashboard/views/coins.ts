import { csvText } from "../csv";
import { categoryOf } from "../charts/treemap";
import { dataText, element, on, visible } from "../dom";
import { saveFile } from "../save_file";
import { isCoinOf } from "../find_coins";
import { amountText, changeClass, changeText, countOf, priceText, shareText } from "../format";
import { coinHash } from "../route";
import { type Sorting, VirtualTable } from "../virtual_table";
import { type CoinColumn, coinColumns } from "./coin_columns";
import type { View, ViewContext } from "./view";

const defaultSorting: Sorting = { key: "rank", isDescending: false };

/** The table of all coins: sorted, filtered, and given as CSV as it is shown. */
export function coinsView(context: ViewContext): View {
  const { model, parameters, setParameters } = context;
  const columns = coinColumns(model);
  const columnOf = new Map(columns.map((column) => [column.key, column]));
  let sorting: Sorting = columnOf.has(parameters.sort ?? "")
    ? { key: parameters.sort ?? "", isDescending: parameters.dir === "desc" }
    : defaultSorting;
  let rows: number[] = [];
  const shown = element("output", { class: "count", "aria-live": "polite" });
  const filter = element("input", {
    type: "search",
    id: "filter",
    placeholder: "Filter by name, symbol or id",
    "aria-label": "Filter by name, symbol or id",
    value: parameters.q ?? "",
  });
  const category = element(
    "select",
    { "aria-label": "Category", id: "category" },
    element("option", { value: "" }, "All categories"),
    ...[...model.categories]
      .sort((a, b) => a.localeCompare(b, "en"))
      .map((name) =>
        element(
          "option",
          { value: name, selected: name === parameters.category ? "" : null },
          name,
        ),
      ),
  );
  const table = new VirtualTable({
    caption: "All coins of the newest day",
    columns: columns.map((column) => ({ ...column, cell: cellOf(context, column) })),
    onSort: (key) => {
      const isNumber = columnOf.get(key)?.isNumber ?? false;
      const isDescending = key === sorting.key ? !sorting.isDescending : isNumber && key !== "rank";
      sorting = { key, isDescending };
      update();
    },
  });
  const update = () => {
    const wanted = filter.value.trim().toLowerCase();
    rows = sorted(
      model.coins.id
        .map((_, coin) => coin)
        .filter((coin) => wanted === "" || isCoinOf(model.lookup, coin, wanted))
        .filter((coin) => category.value === "" || categoryOf(model, coin) === category.value),
      columnOf.get(sorting.key),
      sorting.isDescending,
    );
    table.show(rows, sorting);
    shown.textContent = countOf(rows.length, "coin");
    const isDefault = sorting.key === defaultSorting.key && !sorting.isDescending;
    setParameters({
      q: filter.value.trim(),
      category: category.value,
      sort: isDefault ? "" : sorting.key,
      dir: isDefault ? "" : sorting.isDescending ? "desc" : "asc",
    });
  };
  on(filter, { input: update });
  on(category, { change: update });
  const save = on(element("button", { type: "button", id: "csv" }, "Save as CSV"), {
    click: () => {
      const header = columns.map(({ csv }) => csv);
      const values = rows.map((coin) => columns.map(({ value }) => value(coin)));
      saveFile(`coins_${model.days.day.at(-1) ?? ""}.csv`, csvText(header, values));
    },
  });
  update();
  return {
    title: "All coins",
    content: [
      element(
        "section",
        { class: "panel coins" },
        element("h2", { class: "hidden" }, "All coins"),
        element("div", { class: "tools" }, filter, category, shown, save),
        table.root,
      ),
    ],
  };
}

function cellOf({ model }: ViewContext, { form, value, key }: CoinColumn) {
  const { currency, coins } = model;
  return (coin: number): Node | string => {
    const of = value(coin);
    if (key === "name") {
      return element(
        "a",
        { href: coinHash(coins.id[coin] ?? "") },
        dataText(coins.name[coin] ?? ""),
        element("span", { class: "symbol" }, visible(coins.symbol[coin] ?? "").toUpperCase()),
      );
    }
    if (typeof of !== "number") return visible(of ?? "") || "–";
    switch (form) {
      case "price":
        return priceText(of, currency);
      case "amount":
        return amountText(of, currency);
      case "share":
        return shareText(of);
      case "change":
        return element("span", { class: changeClass(of) }, changeText(of));
      default:
        return String(of);
    }
  };
}

/** Nulls are last in either direction; of equals, the order by rank stays. */
function sorted(rows: number[], column: CoinColumn | undefined, isDescending: boolean): number[] {
  if (!column) return rows;
  const sign = isDescending ? -1 : 1;
  const compareText = new Intl.Collator("en", { sensitivity: "base" }).compare;
  const keyOf = new Map(rows.map((row) => [row, column.value(row)]));
  return rows.sort((a, b) => {
    const [one, other] = [keyOf.get(a) ?? null, keyOf.get(b) ?? null];
    if (one === null || other === null) {
      return one === other ? a - b : one === null ? 1 : -1;
    }
    const order =
      typeof one === "number" && typeof other === "number"
        ? one - other
        : compareText(String(one), String(other));
    return order === 0 ? a - b : sign * order;
  });
}
