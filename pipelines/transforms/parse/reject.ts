import { registerDoFns } from "../../beam/register";
import { rejectedFile } from "../../run/audit_record";
import type { PipelineName } from "../../options/pipeline_spec";
import { jsonParts } from "../../core/text/json_parts";
import { FieldError, idOf } from "./fields";
import { elementsOf, type Page } from "./page";
import { partOf, type SortedLine } from "../stage/sorted_line";

/** A dead-letter record: an element that is not a valid row, and the reason. */
export interface Reject {
  /** The day of the run that it belongs to. */
  readonly date: string;
  readonly url: string;
  /** Its position in its page, from 0. */
  readonly index: number;
  readonly asset_id: string | null;
  readonly reason: string;
  readonly field: string | null;
  /** The element's text in the answer. */
  readonly raw: string;
}

/**
 * Applies a function to every element of a page; those for which it throws a FieldError become
 * rejects, with their text.
 */
export function* readElements<T>(
  page: Page,
  read: (element: unknown) => T,
): Generator<{ row: T } | { reject: Reject }> {
  let texts: string[] | undefined;
  for (const [index, element] of elementsOf(page).entries()) {
    let row: T;
    try {
      row = read(element);
    } catch (error) {
      if (!(error instanceof FieldError)) throw error;
      texts ??= jsonParts(page.text);
      const raw = texts[index] ?? JSON.stringify(element);
      const { reason, field } = error;
      yield {
        reject: {
          date: page.date,
          url: page.url,
          index,
          asset_id: idOf(element),
          reason,
          field,
          raw,
        },
      };
      continue;
    }
    yield { row };
  }
}

/** A line of rejected/<pipeline>/<date>.jsonl. */
export interface RejectedRecord extends Omit<Reject, "index" | "date"> {
  readonly pipeline: string;
  readonly snapshot_date: string;
}

/** A reject as a line of rejected/<pipeline>/<date>.jsonl. */
export class RejectedLine {
  constructor(private readonly pipeline: PipelineName) {}

  *process(reject: Reject): Generator<SortedLine> {
    const { date: snapshot_date, url, index, asset_id, reason, field, raw } = reject;
    const { pipeline } = this;
    const line: RejectedRecord = { pipeline, snapshot_date, url, asset_id, reason, field, raw };
    yield {
      part: partOf(snapshot_date, rejectedFile, 0),
      // Of one element, each table that is made of it may reject another field.
      id: `${url} ${index} ${field ?? ""}`,
      order: `${url} ${String(index).padStart(9, "0")} ${field ?? ""}`,
      version: "",
      text: `${JSON.stringify(line)}\n`,
    };
  }
}

registerDoFns("transforms/parse/reject", { RejectedLine });
