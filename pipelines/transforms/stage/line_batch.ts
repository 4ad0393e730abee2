import type { SortedLine } from "./sorted_line";
import type { Spilled } from "../../storage/spilled_records";

/** A line without its part, as it travels in a batch. */
export type BatchedLine = readonly [id: string, order: string, version: string, text: string];

/** Lines of one part: a runner's cost is by element, and a line would be a small one. */
export interface LineBatch {
  readonly part: string;
  readonly lines: readonly BatchedLine[] | Spilled;
}

/** A batch that is in memory. */
export interface HeldBatch extends LineBatch {
  readonly lines: readonly BatchedLine[];
}

/** Characters of a line, about as many bytes of memory. */
export function sizeOfLine([id, order, version, text]: BatchedLine): number {
  return id.length + order.length + version.length + text.length;
}

export function batched({ id, order, version, text }: SortedLine): BatchedLine {
  return [id, order, version, text];
}

/** Whether a line is an older version than another of the same id, which is kept then. */
export function isOlder(
  [, , version, text]: BatchedLine,
  [, , thanVersion, thanText]: BatchedLine,
): boolean {
  // Ties are broken by the text, so that the order of arrival has no effect.
  return version === thanVersion ? text < thanText : version < thanVersion;
}
