import { registerDoFns } from "../beam/register";
import { Fields } from "./fields";
import { count, type Fact } from "./facts";
import type { Sighting } from "./asset_sighting";
import type { Page } from "./page";
import { readElements, type Reject } from "./reject";
import { partOf } from "./sorted_line";

export type ParseAssetsOutput =
  { readonly sightings: Sighting } | { readonly rejects: Reject } | { readonly facts: Fact };

/**
 * The elements of the coin list, or of a market page, as sightings of assets. Only the fields that
 * the dimension uses are judged here; prices are market-snapshot's concern.
 */
export class ParseAssets {
  constructor(private readonly role: "list" | "market") {}

  *process(page: Page): Generator<ParseAssetsOutput> {
    const read = this.role === "list" ? toListed : toOnMarket;
    let rejects = 0;
    for (const result of readElements(page, read)) {
      if ("row" in result) yield { sightings: result.row };
      else {
        rejects++;
        yield { rejects: result.reject };
      }
    }
    // A rejected element is counted here; the others where they meet, in MergeAssets.
    yield { facts: count("fetched", rejects) };
    yield { facts: count("rejects", rejects) };
    yield { facts: { kind: "balance", n: page.count - rejects } };
  }
}

function toListed(element: unknown): Sighting {
  const coin = new Fields(element);
  const asset_id = coin.id("id");
  return {
    ...{ part: partOf(asset_id), asset_id, kind: "listed" },
    symbol: coin.text("symbol"),
    name: coin.text("name"),
  };
}

function toOnMarket(element: unknown): Sighting {
  const coin = new Fields(element);
  const asset_id = coin.id("id");
  return {
    ...{ part: partOf(asset_id), asset_id, kind: "market" },
    symbol: coin.text("symbol"),
    name: coin.text("name"),
    image: coin.text("image"),
    market_cap: coin.number("market_cap"),
    market_cap_rank: coin.rank("market_cap_rank"),
    last_updated: coin.timestamp("last_updated"),
  };
}

registerDoFns("transforms/parse_assets", { ParseAssets });
