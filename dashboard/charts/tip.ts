import { byId } from "../dom";

/** Shows a note beside an element, for those who see; its label says the same. */
export function showTip(beside: Element, ...lines: readonly (string | Node)[]): void {
  const tip = byId("tip");
  tip.replaceChildren(
    ...lines.map((line) => {
      const row = document.createElement("div");
      row.append(line);
      return row;
    }),
  );
  tip.hidden = false;
  const box = beside.getBoundingClientRect();
  const { width, height } = tip.getBoundingClientRect();
  const left = Math.min(Math.max(8, box.left + box.width / 2 - width / 2), innerWidth - width - 8);
  const above = box.top - height - 8;
  tip.style.left = `${left}px`;
  tip.style.top = `${above > 8 ? above : box.bottom + 8}px`;
}

export function hideTip(): void {
  byId("tip").hidden = true;
}
