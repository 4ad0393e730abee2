import type { MarketSnapshotRow } from "../../../schemas/crypto_market_snapshot_fact";
import { registerDoFns } from "../../beam/register";
import { type DayRuns, dayRun } from "../../run/day_runs";
import { count, type AuditRecord } from "../../run/audit_record";
import { toMarketRow } from "./market_row";
import { moverOf, type SeenMover } from "../../run/top_movers";
import type { Page } from "../parse/page";
import { readElements, type Reject } from "../parse/reject";

export type ParseMarketOutput =
  | { readonly rows: MarketSnapshotRow }
  | { readonly rejects: Reject }
  | { readonly audit: AuditRecord };

/** The elements of a market page as rows, or as rejects where a field is not as documented. */
export class ParseMarket {
  constructor(private readonly runs: DayRuns) {}

  *process(page: Page): Generator<ParseMarketOutput> {
    const { date } = page;
    const run = dayRun(this.runs, date);
    let rejects = 0;
    const movers: SeenMover[] = [];
    for (const result of readElements(page, (element) =>
      toMarketRow(element, run, page.fetchedAt),
    )) {
      if ("row" in result) {
        const mover = moverOf(result.row);
        if (mover) movers.push(mover);
        yield { rows: result.row };
      } else {
        rejects++;
        yield { rejects: result.reject };
      }
    }
    const fetched = page.count;
    yield { audit: count(date, "fetched", fetched) };
    yield { audit: count(date, "rejects", rejects) };
    if (movers.length > 0) yield { audit: { date, kind: "movers", movers } };
  }
}

registerDoFns("transforms/market/parse_market", { ParseMarket });
