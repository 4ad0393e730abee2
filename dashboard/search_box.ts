import type { Model } from "./data";
import { dataText, element, on, visible } from "./dom";
import { findCoins } from "./find_coins";
import { countText } from "./format";
import { coinHash } from "./route";

const mostFound = 10;

/** Finds coins as one types; arrow keys choose, Enter opens, Escape closes. */
export function searchBox(model: Model): HTMLElement {
  const list = element("ul", { id: "found", role: "listbox", "aria-label": "Coins found" });
  list.hidden = true;
  const input = element("input", {
    id: "search",
    type: "search",
    role: "combobox",
    placeholder: "Search a coin …",
    "aria-label": `Search among ${countText(model.coins.id.length)} coins`,
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": "found",
    autocomplete: "off",
    spellcheck: "false",
  });
  let found: readonly number[] = [];
  let chosen = 0;
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const open = (coin: number | undefined) => {
    if (coin === undefined) return;
    input.value = "";
    close();
    location.hash = coinHash(model.coins.id[coin] ?? "");
  };
  const choose = (place: number) => {
    if (found.length === 0) return;
    chosen = (place + found.length) % found.length;
    [...list.children].forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === chosen));
      if (index === chosen) option.scrollIntoView({ block: "nearest" });
    });
    input.setAttribute("aria-activedescendant", `found-${chosen}`);
  };
  const update = () => {
    found = findCoins(model.lookup, input.value, mostFound);
    const isEmpty = input.value.trim() === "";
    list.replaceChildren(...found.map((coin, index) => option(model, coin, index, open)));
    if (found.length === 0) list.append(element("li", { class: "empty" }, "No such coin"));
    list.hidden = isEmpty;
    input.setAttribute("aria-expanded", String(!isEmpty));
    if (isEmpty) close();
    else choose(0);
  };
  on(input, {
    input: update,
    focus: update,
    blur: close,
    keydown: (event) => {
      if (event.key === "ArrowDown") choose(chosen + 1);
      else if (event.key === "ArrowUp") choose(chosen - 1);
      else if (event.key === "Enter") open(found[chosen]);
      else if (event.key === "Escape") {
        input.value = "";
        close();
        input.blur();
      } else return;
      event.preventDefault();
    },
  });
  return element(
    "div",
    { class: "search", role: "search" },
    input,
    element("kbd", { "aria-hidden": "true" }, "/"),
    list,
  );
}

function option(
  { coins }: Model,
  coin: number,
  index: number,
  open: (coin: number) => void,
): HTMLElement {
  const rank = coins.rank[coin] ?? null;
  const made = element(
    "li",
    { role: "option", id: `found-${index}`, "aria-selected": "false" },
    dataText(coins.name[coin] ?? ""),
    element("span", { class: "symbol" }, visible(coins.symbol[coin] ?? "").toUpperCase()),
    element("span", { class: "rank" }, rank === null ? "" : `#${rank}`),
  );
  return on(made, {
    // Before the input loses its focus, which closes the list.
    mousedown: (event) => {
      event.preventDefault();
      open(coin);
    },
  });
}
