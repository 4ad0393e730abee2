import { objectText } from "../answers/market_element";
import type { MarketsPage } from "../answers/markets_endpoint";
import { hash, unit } from "../hash";
import type { Faults } from "./faults";

type Fields = Map<string, string>;

/** Ways to make an element malformed. */
const malformations: readonly ((fields: Fields) => string)[] = [
  () => "null",
  (fields) => fields.get("id") ?? "",
  (fields) => `[${fields.get("id") ?? ""}]`,
  (fields) => without(fields, "id"),
  (fields) => objectText(fields.set("id", "12345")),
  (fields) => objectText(fields.set("id", "null")),
  (fields) => objectText(fields.set("current_price", '"12.5 dollars"')),
  (fields) => objectText(fields.set("last_updated", '"a moment ago"')),
];

/** A coin at a position of a page: with faults, not always the one that belongs there. */
export interface ShownCoin {
  readonly index: number;
  /** It was on the previous page too, a minute earlier. */
  readonly newer: boolean;
  readonly broken: boolean;
}

/**
 * Faults of the data itself, as a function of the seed and the coin: a repeated request shows the
 * same faults.
 */
export class MarketFaults {
  constructor(
    private readonly seed: number,
    private readonly faults: Faults,
  ) {}

  /**
   * The coins at the positions of a page. A coin that moved during paging is on two pages, or twice
   * on one, and the coin that it displaced on none; `ids=` still serves that one.
   */
  shown(page: MarketsPage): ShownCoin[] {
    return page.indexes.map((own, at) => {
      const moved = at === 0 && page.before !== undefined && this.happens("moves", own);
      const duplicated = at > 0 && !page.filtered && this.happens("duplicates", own);
      const index = (moved ? page.before : duplicated ? page.indexes[at - 1] : own) ?? own;
      return { index, newer: moved, broken: this.happens("brokenElements", index) };
    });
  }

  /** The JSON text of a coin in a page. */
  text(shown: ShownCoin, page: MarketsPage): string {
    const fields = page.fields(shown.index);
    if (shown.newer) fields.set("last_updated", oneMinuteLater(fields.get("last_updated")));
    if (!shown.broken) return objectText(fields);
    const malform = malformations[hash(this.seed ^ 0x6b, shown.index) % malformations.length];
    return malform ? malform(fields) : "null";
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

function oneMinuteLater(text = "null"): string {
  const at = Date.parse(text.slice(1, -1));
  return Number.isNaN(at) ? text : `"${new Date(at + 60_000).toISOString()}"`;
}
