import type { MarketSnapshotRow } from "../../schemas/crypto_market_snapshot_fact";
import { registerDoFns } from "../beam/register";
import type { Run } from "../run";
import { count, type Fact } from "./facts";
import { toMarketRow } from "./market_row";
import { moverOf, type SeenMover } from "./movers";
import type { Page } from "./page";
import { readElements, type Reject } from "./reject";

export type ParseMarketOutput =
  { readonly rows: MarketSnapshotRow } | { readonly rejects: Reject } | { readonly facts: Fact };

/** The elements of a market page as rows, or as rejects where a field is not as documented. */
export class ParseMarket {
  constructor(private readonly run: Run) {}

  *process(page: Page): Generator<ParseMarketOutput> {
    let rejects = 0;
    const movers: SeenMover[] = [];
    for (const result of readElements(page, (element) =>
      toMarketRow(element, this.run, page.fetchedAt),
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
    yield { facts: count("fetched", fetched) };
    yield { facts: count("rejects", rejects) };
    if (movers.length > 0) yield { facts: { kind: "movers", movers } };
  }
}

registerDoFns("transforms/parse_market", { ParseMarket });
