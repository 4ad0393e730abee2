import { registerDoFns } from "../../beam/register";
import { Fields } from "../parse/fields";
import { count, type AuditRecord } from "../../run/audit_record";
import type { Observation } from "./observation";
import type { Page } from "../parse/page";
import { readElements, type Reject } from "../parse/reject";
import { partitionOf } from "../publish/sorted_line";

export type ParseAssetsOutput =
  | { readonly observations: Observation }
  | { readonly rejects: Reject }
  | { readonly audit: AuditRecord };

/**
 * The elements of the coin list, or of a market page, as observations of assets. Only the fields that
 * the dimension uses are judged here; prices are market-snapshot's concern.
 */
export class ParseAssets {
  constructor(private readonly role: "list" | "market") {}

  *process(page: Page): Generator<ParseAssetsOutput> {
    const read = this.role === "list" ? toListed : toOnMarket;
    let rejects = 0;
    for (const result of readElements(page, read)) {
      if ("row" in result) yield { observations: result.row };
      else {
        rejects++;
        yield { rejects: result.reject };
      }
    }
    // A rejected element is counted here; the others where they meet, in MergeAssets.
    yield { audit: count("fetched", rejects) };
    yield { audit: count("rejects", rejects) };
    yield { audit: { kind: "controlTotal", n: page.count - rejects } };
  }
}

function toListed(element: unknown): Observation {
  const coin = new Fields(element);
  const asset_id = coin.id("id");
  return {
    ...{ partition: partitionOf(asset_id), asset_id, kind: "listed" },
    symbol: coin.text("symbol"),
    name: coin.text("name"),
  };
}

function toOnMarket(element: unknown): Observation {
  const coin = new Fields(element);
  const asset_id = coin.id("id");
  return {
    ...{ partition: partitionOf(asset_id), asset_id, kind: "market" },
    symbol: coin.text("symbol"),
    name: coin.text("name"),
    image: coin.text("image"),
    market_cap: coin.number("market_cap"),
    market_cap_rank: coin.rank("market_cap_rank"),
    last_updated: coin.timestamp("last_updated"),
  };
}

registerDoFns("transforms/assets/parse_assets", { ParseAssets });
