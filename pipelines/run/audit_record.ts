import type { ApiUse } from "../coingecko/api";
import type { SeenMover } from "./top_movers";

/**
 * What a step tells the end of its run. Facts travel as elements beside the data, and not as
 * counters, because the end decides by them, on any runner, also after a bundle was repeated.
 */
export type AuditRecord =
  | { readonly kind: "count"; readonly count: keyof Counts; readonly n: number }
  | { readonly kind: "api"; readonly use: ApiUse }
  /** Elements sent on (positive) and received (negative) by steps that merge them: nothing is left. */
  | { readonly kind: "controlTotal"; readonly n: number }
  | { readonly kind: "missing"; readonly ids: readonly string[] }
  | { readonly kind: "warning"; readonly message: string }
  | { readonly kind: "movers"; readonly movers: readonly SeenMover[] }
  | { readonly kind: "partition"; readonly partition: SortedPartition };

/** How many elements became what: fetched = rows + duplicates + rejects. */
export interface Counts {
  readonly fetched: number;
  readonly rows: number;
  readonly duplicates: number;
  readonly rejects: number;
  /** Coins that the list names and no page holds. */
  readonly missing: number;
}

/** Sorted lines of a file, to be merged with the other partitions of it. */
export interface SortedPartition {
  readonly file: "rows" | "rejected";
  /** How many lines there are. */
  readonly lines: number;
  /** The lines themselves where they are few, or else the temporary file that holds them. */
  readonly content: readonly OrderedText[] | string;
}

/** A line as it will stand in the file, behind what it is ordered by. */
export type OrderedText = readonly [order: string, text: string];

export function count(name: keyof Counts, n: number): AuditRecord {
  return { kind: "count", count: name, n };
}
