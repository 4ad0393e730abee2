import { registerDoFns } from "../../beam/register";
import type { AuditRecord } from "../../run/audit_record";
import type { DayRuns } from "../../run/day_runs";
import { idOf } from "../parse/fields";
import { elementsOf, type Page } from "../parse/page";
import type { LineBatch } from "../stage/line_batch";
import { linesOfBatch } from "../stage/lines_of_batch";
import { fileOf, partOf, type SortedLine } from "../stage/sorted_line";

/** An entry of a day's market index: which coins the list names, and which pages have. */
export interface MarketIndex {
  readonly date: string;
  /** Ids of one role, in batches as lines are. */
  readonly ids?: LineBatch;
  /** Calls made so far: they count against the run's budget. */
  readonly requests?: number;
  /** The day has failed: no call may be made for it. */
  readonly hasFailed?: boolean;
}

/** Whether a coin list names ids, or market pages have them. */
export type IdRole = "listed" | "seen";

/** The ids that a list or a market page names, as lines of many ids each. */
export class IdsOfPage {
  constructor(private readonly role: IdRole) {}

  *process(page: Page): Generator<SortedLine> {
    const part = partOf(page.date, this.role, 0);
    const ids = elementsOf(page).flatMap((element) => idOf(element) ?? []);
    // In slices, so that no line is large, however long the list is.
    for (let at = 0; at < ids.length; at += 5_000) {
      const text = JSON.stringify(ids.slice(at, at + 5_000));
      yield { part, id: "", order: "", version: "", text };
    }
  }
}

/** A batch of ids as an entry of its day's index. */
export class IndexOfIds {
  *process(ids: LineBatch): Generator<MarketIndex> {
    yield { date: fileOf(ids.part).date, ids };
  }
}

/** The calls that an audit record counts, or that the day has failed. */
export class RequestsOfAudit {
  *process({ date, ...record }: AuditRecord): Generator<MarketIndex> {
    if (record.kind === "failed") yield { date, hasFailed: true };
    else yield { date, requests: record.kind === "api" ? record.use.requests : 0 };
  }
}

/** What a day's market index says of its calls: how many were made, or that none may follow. */
export function spentIn(index: Iterable<MarketIndex>): number | "failed" {
  let spent = 0;
  let isFailed = false;
  for (const { requests = 0, hasFailed = false } of index) {
    spent += requests;
    isFailed ||= hasFailed;
  }
  return isFailed ? "failed" : spent;
}

/** The ids of a role in a day's market index, many at a time. */
export async function* idsIn(
  runs: DayRuns,
  index: Iterable<MarketIndex>,
  role: IdRole,
): AsyncGenerator<readonly string[]> {
  for (const { ids } of index) {
    if (!ids || fileOf(ids.part).file !== role) continue;
    for await (const lines of await linesOfBatch(runs, ids)) {
      for (const [, , , text] of lines) yield JSON.parse(text) as string[];
    }
  }
}

registerDoFns("transforms/market/market_index", { IdsOfPage, IndexOfIds, RequestsOfAudit });
