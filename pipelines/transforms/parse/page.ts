import type { Answer } from "../../coingecko/answer";

/**
 * A good answer of the API whose body is a list. Between workers it is serialized as its text alone:
 * half the size of text and elements; and JSON turns a number beyond a double's range into null.
 */
export interface Page {
  /** The day of the run that it belongs to. */
  readonly date: string;
  readonly url: string;
  /** ISO timestamp, UTC. */
  readonly fetchedAt: string;
  /** The body as it came; rejected elements are quoted from it. */
  readonly text: string;
  /** How many of the list's elements belong to the page: its first ones. */
  readonly count: number;
}

/** The elements of the pages parsed in this process, so that none is parsed twice. */
const parsed = new WeakMap<Page, readonly unknown[]>();

/** @param most how many elements belong to the page at most; all, when left out */
export function toPage({ date, url, fetchedAt, content, body }: Answer, most = Infinity): Page {
  const elements = (body as unknown[]).slice(0, Math.max(0, most));
  const page: Page = {
    date,
    url,
    fetchedAt,
    // Decoded on demand: a page without rejects that stays in its process needs no text.
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
