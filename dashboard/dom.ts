/** What an element may hold. Texts are always shown as text: nothing of the data is ever read as markup. */
export type Child = Node | string | null;

type Listeners = {
  readonly [Type in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Type]) => void;
};

/** An element with attributes and children; an attribute that is null is left out. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string | null>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Adds listeners to an element, and returns it. */
export function on<E extends HTMLElement>(target: E, listeners: Listeners): E {
  for (const [type, listener] of Object.entries(listeners)) {
    target.addEventListener(type, listener as (event: Event) => void);
  }
  return target;
}

/** An element of SVG. */
export function svgElement<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly Node[]
): SVGElementTagNameMap[Tag] {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** A text of the data, in its own direction: a right-to-left mark changes nothing around it. */
export function dataText(text: string, className = "data"): HTMLElement {
  return element("bdi", { class: className }, visible(text));
}

/** Without the characters that have no form, or turn the text around them. */
export function visible(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.replace(/[\p{Cc}\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu, "").trim();
}

/** The element of the page with this id. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}.`);
  return found;
}

/** A panel with a heading, and what stands beside it. */
export function panel(
  title: string,
  { aside = null, className = "" }: { readonly aside?: Child; readonly className?: string },
  ...children: readonly Child[]
): HTMLElement {
  return element(
    "section",
    { class: `panel ${className}` },
    element("div", { class: "panel-head" }, element("h2", {}, title), aside),
    ...children,
  );
}
