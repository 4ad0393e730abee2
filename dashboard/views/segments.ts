import { element, on } from "../dom";

/** A choice of one of a few. */
export function segments(
  label: string,
  choices: readonly (readonly [value: string, text: string])[],
  chosen: string,
  onChoice: (value: string) => void,
): HTMLElement {
  const buttons = choices.map(([value, text]) =>
    on(element("button", { type: "button", "aria-pressed": String(value === chosen) }, text), {
      click: () => {
        for (const [index, button] of buttons.entries()) {
          button.setAttribute("aria-pressed", String(choices[index]?.[0] === value));
        }
        onChoice(value);
      },
    }),
  );
  return element("div", { class: "segments", role: "group", "aria-label": label }, ...buttons);
}
