import { jsonParts } from "../../core/text/json_parts";

interface RecordedCoin {
  readonly id: string;
  readonly symbol: string;
  readonly name: string;
  /** The element as recorded. */
  readonly text: string;
}

/** A recorded answer of /coins/markets. */
export class RecordedPage {
  private constructor(
    /** UTC day, YYYY-MM-DD. */
    readonly date: string,
    readonly coins: readonly RecordedCoin[],
  ) {}

  /**
   * @param date of the recording. Default: that of its newest `last_updated`.
   * @returns null for anything but a list of coins.
   */
  static of(text: string, date?: string): RecordedPage | null {
    const page: unknown = JSON.parse(text);
    if (!Array.isArray(page)) return null;
    const texts = jsonParts(text);
    const coins: RecordedCoin[] = [];
    let newest = "";
    for (const [at, element] of page.entries()) {
      if (!isCoin(element)) return null;
      const { id, symbol, name } = element;
      coins.push({ id, symbol, name, text: texts[at] ?? "" });
      const updated = element.last_updated ?? "";
      if (updated > newest) newest = updated;
    }
    return new RecordedPage(date ?? newest.slice(0, 10), coins);
  }

  /** The body of /coins/list: the page is the whole market. */
  listText(): string {
    return JSON.stringify(this.coins.map(({ id, symbol, name }) => ({ id, symbol, name })));
  }

  /** The body of /coins/markets for a query; coins keep the recorded order unless ordered by id. */
  pageText(query: URLSearchParams): string {
    const ids = query.get("ids");
    const selected = ids ? this.coins.filter(({ id }) => ids.split(",").includes(id)) : this.coins;
    const order = query.get("order") ?? "";
    const sign = order === "id_desc" ? -1 : 1;
    const sorted = order.startsWith("id_")
      ? selected.toSorted((a, b) => (a.id < b.id ? -sign : sign))
      : selected;
    const perPage = Math.min(250, Number(query.get("per_page")) || 100);
    const from = ((Number(query.get("page")) || 1) - 1) * perPage;
    const texts = sorted.slice(from, from + perPage).map(({ text }) => text);
    return `[${texts.join(",")}]`;
  }
}

interface MarketElement {
  id: string;
  symbol: string;
  name: string;
  last_updated?: string | null;
}

function isCoin(element: unknown): element is MarketElement {
  return typeof element === "object" && element !== null && "id" in element;
}
