import { element, on } from "./dom";

export interface VirtualColumn {
  readonly key: string;
  readonly label: string;
  readonly isNumber?: boolean;
  /** The narrower the page, the fewer levels are shown: 1 always, 3 only where there is room. */
  readonly level: 1 | 2 | 3;
  readonly cell: (row: number) => Node | string;
}

export interface Sorting {
  readonly key: string;
  readonly isDescending: boolean;
}

export interface VirtualTableOptions {
  readonly caption: string;
  readonly columns: readonly VirtualColumn[];
  readonly onSort: (key: string) => void;
}

const rowHeight = 32;
/** Rows beyond what is seen, so that scrolling shows no gap. */
const margin = 12;

/**
 * A native table of any number of rows, of which only those in sight exist. One row's link can be reached by
 * Tab; the arrow keys, Page Up, Page Down, Home and End move from it.
 */
export class VirtualTable {
  readonly root: HTMLElement;
  private rows: readonly number[] = [];
  private active = 0;
  private readonly body = element("tbody");
  private readonly table: HTMLTableElement;
  private readonly headers: ReadonlyMap<string, HTMLTableCellElement>;
  private shown = "";

  constructor(private readonly options: VirtualTableOptions) {
    const { caption, columns, onSort } = options;
    this.headers = new Map(
      columns.map(({ key, label, isNumber, level }) => {
        const button = element("button", { type: "button" }, label);
        on(button, {
          click: () => {
            onSort(key);
          },
        });
        const className = `c-${key} level${level}${isNumber ? " number" : ""}`;
        return [key, element("th", { scope: "col", class: className }, button)];
      }),
    );
    this.table = element(
      "table",
      { class: "virtual" },
      element("caption", { class: "hidden" }, caption),
      element("thead", {}, element("tr", { "aria-rowindex": "1" }, ...this.headers.values())),
      this.body,
    );
    this.root = element(
      "div",
      { class: "virtual-box", tabindex: "0", role: "region", "aria-label": caption },
      this.table,
    );
    on(this.root, {
      scroll: () => {
        this.draw();
      },
      keydown: (event) => {
        this.move(event);
      },
    });
    new ResizeObserver(() => {
      this.draw();
    }).observe(this.root);
  }

  /** Shows these rows, from the first. */
  show(rows: readonly number[], sorting: Sorting): void {
    this.rows = rows;
    this.active = 0;
    this.root.scrollTop = 0;
    this.table.setAttribute("aria-rowcount", String(rows.length + 1));
    for (const [key, header] of this.headers) {
      if (key !== sorting.key) header.removeAttribute("aria-sort");
      else header.setAttribute("aria-sort", sorting.isDescending ? "descending" : "ascending");
    }
    this.shown = "";
    this.draw();
  }

  private draw(): void {
    const first = Math.max(0, Math.floor(this.root.scrollTop / rowHeight) - margin);
    const count = Math.ceil((this.root.clientHeight || 600) / rowHeight) + 2 * margin;
    const last = Math.min(this.rows.length, first + count);
    const state = `${first} ${last}`;
    if (state === this.shown) return;
    this.shown = state;
    const hadFocus = this.body.contains(document.activeElement);
    const made = this.rows.slice(first, last).map((row, index) => this.row(row, first + index));
    this.body.replaceChildren(
      space(first * rowHeight),
      ...made,
      space((this.rows.length - last) * rowHeight),
    );
    if (hadFocus) this.focusActive();
  }

  private row(row: number, place: number): HTMLElement {
    const cells = this.options.columns.map(({ key, isNumber, level, cell }) =>
      element("td", { class: `c-${key} level${level}${isNumber ? " number" : ""}` }, cell(row)),
    );
    const made = element("tr", { "aria-rowindex": String(place + 2), "data-place": String(place) });
    made.append(...cells);
    const link = made.querySelector("a");
    if (link) link.tabIndex = place === this.active ? 0 : -1;
    return made;
  }

  private move(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.root.clientHeight / rowHeight) - 2);
    const inRows = this.body.contains(event.target as Node);
    if (!inRows && event.target !== this.root) return;
    const place = {
      ArrowDown: inRows ? this.active + 1 : this.active,
      ArrowUp: this.active - 1,
      PageDown: this.active + page,
      PageUp: this.active - page,
      Home: 0,
      End: this.rows.length - 1,
    }[event.key];
    if (place === undefined || this.rows.length === 0) return;
    event.preventDefault();
    this.active = Math.max(0, Math.min(this.rows.length - 1, place));
    const top = this.active * rowHeight;
    const below = top + 2 * rowHeight - this.root.clientHeight + 8;
    if (this.root.scrollTop > top) this.root.scrollTop = top;
    else if (this.root.scrollTop < below) this.root.scrollTop = below;
    this.shown = "";
    this.draw();
    this.focusActive();
  }

  private focusActive(): void {
    const row = this.body.querySelector(`[data-place="${this.active}"] a`);
    if (row instanceof HTMLElement) row.focus({ preventScroll: true });
  }
}

/** Room for the rows that are not there. */
function space(height: number): HTMLElement {
  const row = element("tr", { "aria-hidden": "true", class: "space" }, element("td"));
  row.style.height = `${height}px`;
  return row;
}
