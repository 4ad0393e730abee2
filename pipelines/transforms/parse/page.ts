import type { Answer } from "../../coingecko/answer";

/**
 * A good answer of the API whose body is a list. It travels between workers as its text alone: that
 * is half the size of text and elements, and JSON would make null of a number too large for a double.
 */
export interface Page {
  readonly url: string;
  /** ISO timestamp, UTC. */
  readonly fetchedAt: string;
  /** The body as it came: a rejected element is quoted from it. */
  readonly text: string;
  /** How many of the list's elements belong to the page: its first ones. */
  readonly count: number;
}

/** The elements of the pages that were parsed in this process: nothing is parsed twice. */
const parsed = new WeakMap<Page, readonly unknown[]>();

/** @param most how many elements belong to the page at most; all, when left out */
export function toPage({ url, fetchedAt, content, body }: Answer, most = Infinity): Page {
  const elements = (body as unknown[]).slice(0, Math.max(0, most));
  const page: Page = {
    url,
    fetchedAt,
    // Decoded where it is looked at: a page that stays in its process, and is good, never is.
    get text() {
      return content.toString("utf8");
    },
    count: elements.length,
  };
  parsed.set(page, elements);
  return page;
}

/** The elements of a page, parsed. */
export function elementsOf(page: Page): readonly unknown[] {
  let elements = parsed.get(page);
  if (!elements) {
    elements = (JSON.parse(page.text) as unknown[]).slice(0, page.count);
    parsed.set(page, elements);
  }
  return elements;
}
