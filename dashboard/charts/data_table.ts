import { element, on } from "../dom";

export interface TableColumn {
  readonly label: string;
  readonly isNumber?: boolean;
}

/** A native table; a cell may be an element. */
export function dataTable(
  caption: string,
  columns: readonly TableColumn[],
  rows: readonly (readonly (Node | string)[])[],
): HTMLElement {
  const head = columns.map(({ label, isNumber }) =>
    element("th", { scope: "col", class: isNumber ? "number" : null }, label),
  );
  const body = rows.map((cells) =>
    element(
      "tr",
      {},
      ...cells.map((cell, index) =>
        element("td", { class: columns[index]?.isNumber ? "number" : null }, cell),
      ),
    ),
  );
  const table = element(
    "table",
    { class: "plain" },
    element("caption", { class: "hidden" }, caption),
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...body),
  );
  return element(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    table,
  );
}

/** The table behind a chart, made when it is opened. */
export function tableBehind(make: () => HTMLElement): HTMLElement {
  const details = element("details", { class: "behind" }, element("summary", {}, "Table"));
  return on(details, {
    toggle: () => {
      if (details.open && details.childElementCount === 1) details.append(make());
    },
  });
}
