import type { ApiUse } from "../coingecko/api";

/**
 * What a step tells the end of its run. Facts travel as elements beside the data, and not as
 * counters, because the end decides by them, on any runner, also after a bundle was repeated.
 */
export type Fact =
  | { readonly kind: "count"; readonly count: keyof Counts; readonly n: number }
  | { readonly kind: "api"; readonly use: ApiUse }
  /** Elements sent on (positive) and received (negative) by steps that merge them: nothing is left. */
  | { readonly kind: "balance"; readonly n: number }
  | { readonly kind: "missing"; readonly ids: readonly string[] }
  | { readonly kind: "warning"; readonly message: string }
  | { readonly kind: "part"; readonly part: Part };

/** How many elements became what: fetched = rows + duplicates + rejects. */
export interface Counts {
  readonly fetched: number;
  readonly rows: number;
  readonly duplicates: number;
  readonly rejects: number;
  /** Coins that the list names and no page holds. */
  readonly missing: number;
}

/** A sorted temporary file of lines, to be merged with the others of its kind. */
export interface Part {
  readonly file: "rows" | "rejected";
  readonly path: string;
  readonly lines: number;
}

export function count(name: keyof Counts, n: number): Fact {
  return { kind: "count", count: name, n };
}
