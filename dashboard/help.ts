import { element, on } from "./dom";

const keys = [
  ["/", "search a coin"],
  ["1 … 5", "choose a view"],
  ["t", "light or dark"],
  ["?", "these keys"],
  ["arrows", "move in the treemap, the scatter and the table"],
  ["Enter", "open the coin"],
  ["Esc", "close"],
] as const;

/** The keys, as a dialog. */
export function helpDialog(): HTMLDialogElement {
  const close = element("button", { type: "button" }, "Close");
  const dialog = element(
    "dialog",
    { "aria-labelledby": "keys-title" },
    element("h2", { id: "keys-title" }, "Keys"),
    element(
      "dl",
      {},
      ...keys.map(([key, what]) =>
        element("div", {}, element("dt", {}, element("kbd", {}, key)), element("dd", {}, what)),
      ),
    ),
    close,
  );
  on(close, {
    click: () => {
      dialog.close();
    },
  });
  return dialog;
}
