import type { PCollection } from "apache-beam/pvalue";
import type { PTransform } from "apache-beam/transforms/transform";
import { registerDoFns } from "../../beam/register";
import { composite, split, step } from "../../beam/step";
import { Fields } from "../parse/fields";
import { count, type AuditRecord } from "../../run/audit_record";
import type { Observation } from "./observation";
import type { Page } from "../parse/page";
import { readElements, type Reject } from "../parse/reject";
import { partitionOf } from "../stage/sorted_line";

export type ParseAssetsOutput =
  | { readonly observations: Observation }
  | { readonly rejects: Reject }
  | { readonly audit: AuditRecord };

/** A type and not an interface: Beam takes only those as the result of a composite. */
export type ParsedAssets = {
  readonly observations: PCollection<Observation>;
  readonly rejects: PCollection<Reject>;
  readonly audit: PCollection<AuditRecord>;
};

/** Parses the pages of the coin list, or of the market, into observations of assets. */
export function parseAssets(role: "list" | "market"): PTransform<PCollection<Page>, ParsedAssets> {
  const name = role === "list" ? "ParseList" : "ParseMarket";
  return composite(name, (pages) =>
    pages
      .apply(step("Parse", new ParseAssets(role)))
      .apply(split("Parsed", ["observations", "rejects", "audit"])),
  );
}

/**
 * Parses the elements of the coin list, or of a market page, into observations of assets. Only the
 * fields that the dimension uses are checked here; market-snapshot checks the prices.
 */
export class ParseAssets {
  constructor(private readonly role: "list" | "market") {}

  *process(page: Page): Generator<ParseAssetsOutput> {
    const read = this.role === "list" ? toListed : toOnMarket;
    let rejects = 0;
    const { date } = page;
    for (const result of readElements(page, (element) => read(element, date))) {
      if ("row" in result) yield { observations: result.row };
      else {
        rejects++;
        yield { rejects: result.reject };
      }
    }
    // Rejected elements are counted here; the others in MergeAssets, which groups them.
    yield { audit: count(date, "fetched", rejects) };
    yield { audit: count(date, "rejects", rejects) };
    const n = page.count - rejects;
    yield { audit: { date, kind: "observed", on: this.role, n } };
    yield { audit: { date, kind: "controlTotal", n } };
  }
}

function toListed(element: unknown, date: string): Observation {
  const coin = new Fields(element);
  const asset_id = coin.id("id");
  return {
    ...{ partition: partitionOf(asset_id), asset_id, date, kind: "listed" },
    symbol: coin.text("symbol"),
    name: coin.text("name"),
  };
}

function toOnMarket(element: unknown, date: string): Observation {
  const coin = new Fields(element);
  const asset_id = coin.id("id");
  return {
    ...{ partition: partitionOf(asset_id), asset_id, date, kind: "market" },
    symbol: coin.text("symbol"),
    name: coin.text("name"),
    image: coin.text("image"),
    market_cap: coin.number("market_cap"),
    market_cap_rank: coin.rank("market_cap_rank"),
    last_updated: coin.timestamp("last_updated"),
  };
}

registerDoFns("transforms/assets/parse_assets", { ParseAssets });
