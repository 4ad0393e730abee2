import { hash, unit } from "./hash";
import type { Faults } from "./faults";
import { objectText } from "./market_element";
import type { MarketsPage } from "./markets_endpoint";

type Fields = Map<string, string>;

/** Elements that no reader can use. */
const BREAKS: readonly ((fields: Fields) => string)[] = [
  () => "null",
  (fields) => fields.get("id") ?? "",
  (fields) => `[${fields.get("id") ?? ""}]`,
  (fields) => without(fields, "id"),
  (fields) => objectText(fields.set("id", "12345")),
  (fields) => objectText(fields.set("id", "null")),
  (fields) => objectText(fields.set("current_price", '"12.5 dollars"')),
  (fields) => objectText(fields.set("last_updated", '"a moment ago"')),
];

/** A coin in a place of a page: not always the one that belongs there. */
export interface ShownCoin {
  readonly index: number;
  /** It was on the page before, a minute earlier. */
  readonly newer: boolean;
  readonly broken: boolean;
}

/**
 * What is wrong with the data itself. It is a function of the seed and the coin: who asks again
 * sees the same.
 */
export class MarketFaults {
  constructor(
    private readonly seed: number,
    private readonly faults: Faults,
  ) {}

  /**
   * The coins in the places of a page. A coin that moved on while one paged stands on two pages, or
   * twice on one, and the coin whose place it took on none; `ids=` gives that one all the same.
   */
  shown(page: MarketsPage): ShownCoin[] {
    return page.indexes.map((own, at) => {
      const moved = at === 0 && page.before !== undefined && this.happens("moves", own);
      const doubled = at > 0 && !page.filtered && this.happens("duplicates", own);
      const index = (moved ? page.before : doubled ? page.indexes[at - 1] : own) ?? own;
      return { index, newer: moved, broken: this.happens("brokenElements", index) };
    });
  }

  /** The JSON text of a coin in a page. */
  text(shown: ShownCoin, page: MarketsPage): string {
    const fields = page.fields(shown.index);
    if (shown.newer) fields.set("last_updated", aMinuteLater(fields.get("last_updated")));
    if (!shown.broken) return objectText(fields);
    const how = BREAKS[hash(this.seed ^ 0x6b, shown.index) % BREAKS.length];
    return how ? how(fields) : "null";
  }

  private happens(fault: "moves" | "duplicates" | "brokenElements", index: number): boolean {
    const salt = { moves: 1, duplicates: 2, brokenElements: 3 }[fault];
    return unit(hash(this.seed, salt), index) < (this.faults[fault] ?? 0);
  }
}

function without(fields: Fields, name: string): string {
  fields.delete(name);
  return objectText(fields);
}

function aMinuteLater(text = "null"): string {
  const at = Date.parse(text.slice(1, -1));
  return Number.isNaN(at) ? text : `"${new Date(at + 60_000).toISOString()}"`;
}
