import type { PCollection, Root } from "apache-beam/pvalue";
import { cryptoMarketSnapshotFact } from "../schemas/crypto_market_snapshot_fact";
import { flatten, split, step } from "./beam/step";
import type { Run } from "./run";
import type { RunReport } from "./run_report";
import { marketPages } from "./transforms/market_pages";
import { ParseMarket } from "./transforms/parse_market";
import { writeTable } from "./transforms/write_table";

/** The crypto market of one day, one row an asset. */
export function marketSnapshot(run: Run): (root: Root) => PCollection<RunReport> {
  return (root) => {
    const market = root.apply(marketPages(run));
    const coins = market.pages
      .apply(step("ParseMarket", new ParseMarket(run)))
      .apply(split("Parsed", ["rows", "rejects", "facts"]));
    const facts = flatten("Facts", market.facts, coins.facts);
    return coins.rows.apply(
      writeTable(cryptoMarketSnapshotFact, run, { rejects: coins.rejects, facts }),
    );
  };
}
