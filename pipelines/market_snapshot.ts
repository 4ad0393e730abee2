import type { PCollection, Root } from "apache-beam/pvalue";
import { cryptoMarketSnapshotFact } from "../schemas/crypto_market_snapshot_fact";
import { flatten, split, step } from "./beam/step";
import type { Run } from "./run/run";
import type { RunReport } from "./run/report";
import { marketPages } from "./transforms/market/market_pages";
import { ParseMarket } from "./transforms/market/parse_market";
import { rowsOf } from "./transforms/publish/rows_of";
import { writeTables } from "./transforms/publish/write_tables";

/** The crypto market of one day, one row an asset; what does not parse is a dead-letter record. */
export function marketSnapshot(run: Run): (root: Root) => PCollection<RunReport> {
  return (root) => {
    const market = root.apply(marketPages(run));
    const coins = market.pages
      .apply(step("ParseMarket", new ParseMarket(run)))
      .apply(split("Parsed", ["rows", "rejects", "audit"]));
    const audit = flatten("Audit", market.audit, coins.audit);
    const rows = coins.rows.apply(rowsOf(cryptoMarketSnapshotFact));
    return rows.apply(writeTables(run, { rejects: coins.rejects, audit }));
  };
}
