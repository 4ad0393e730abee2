import type { ApiUse } from "../coingecko/api";
import type { Spilled } from "../storage/spilled_records";
import type { SeenMover } from "./top_movers";

/**
 * What a step reports to the last step of a day's run. Audit records are elements beside the data, and
 * not counters, because the last step decides by them, on any runner, also after a bundle retry.
 */
export type AuditRecord = {
  /** The day of the run. */
  readonly date: string;
} & Audited;

type Audited =
  | {
      readonly kind: "count";
      readonly count: keyof TableCounts;
      readonly n: number;
      /** The table whose elements are counted; the run's main table by default. */
      readonly table?: string;
    }
  | { readonly kind: "api"; readonly use: ApiUse }
  /** Elements of the coin list, or of market pages, that were read. */
  | { readonly kind: "observed"; readonly on: "list" | "market"; readonly n: number }
  /** Elements emitted (positive) and received (negative) by steps that merge them: the sum is 0. */
  | { readonly kind: "controlTotal"; readonly n: number }
  /** Coins that no answer has: of the listed ones these ids, and so many whose ids are not known. */
  | {
      readonly kind: "missing";
      readonly ids: readonly string[];
      readonly unnamed: number;
      readonly listed: number;
    }
  | { readonly kind: "warning"; readonly message: string }
  /** A further table that the run can't fill: it stays as it was. The reason is a sentence. */
  | { readonly kind: "skipped"; readonly table: string; readonly reason: string }
  /** The day can't be made: what is wrong, and what to do next. */
  | { readonly kind: "failed"; readonly what: string; readonly next: string }
  /** Coins asked for by name, or by rank, that the source does not know: each is a reject too. */
  | { readonly kind: "unknownCoins"; readonly n: number }
  /** Contracts that passed from one asset to another on the run's date. */
  | { readonly kind: "movedContracts"; readonly n: number }
  | { readonly kind: "movers"; readonly movers: readonly SeenMover[] }
  | { readonly kind: "partition"; readonly partition: SortedPartition };

/** How many elements of a table became what: fetched = rows + duplicates + rejects. */
export interface TableCounts {
  readonly fetched: number;
  readonly rows: number;
  readonly duplicates: number;
  readonly rejects: number;
}

/** The counts of a run: those of its main table. */
export interface Counts extends TableCounts {
  /** Coins of the coin list that no page holds. */
  readonly missing: number;
}

/** A sorted partition of a file's lines, to be merged with the others. */
export interface SortedPartition {
  /** A table's name, or that of the dead-letter records. */
  readonly file: string;
  /** The number of lines. */
  readonly lines: number;
  readonly content: readonly OrderedText[] | Spilled;
}

/** A line of the file, behind its sort key. */
export type OrderedText = readonly [order: string, text: string];

/** The file of a run's dead-letter records, of whatever table. */
export const rejectedFile = "rejected";

/** @param table the table whose elements are counted; the run's main table by default */
export function count(
  date: string,
  name: keyof TableCounts,
  n: number,
  table?: string,
): AuditRecord {
  return { date, kind: "count", count: name, n, ...(table !== undefined && { table }) };
}
