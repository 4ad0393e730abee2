import type { PCollection, Root } from "apache-beam/pvalue";
import { cryptoMarketSnapshotFact } from "../schemas/crypto_market_snapshot_fact";
import { flatten, split, step } from "./beam/step";
import type { DayRuns } from "./run/day_runs";
import type { RunReport } from "./run/report";
import { marketExtras } from "./transforms/market/extras/market_extras";
import { marketPages } from "./transforms/market/market_pages";
import { ParseMarket } from "./transforms/market/parse_market";
import { rowsOf } from "./transforms/stage/rows_of";
import { writeTables } from "./transforms/publish/write_tables";

/**
 * The crypto market of each day, one row an asset and day, and beside it the market's totals, categories and
 * exchange rates; what does not parse is a dead-letter record.
 */
export function marketSnapshot(runs: DayRuns): (root: Root) => PCollection<RunReport> {
  return (root) => {
    const market = root.apply(marketPages(runs));
    const coins = market.pages
      .apply(step("ParseMarket", new ParseMarket(runs)))
      .apply(split("Parsed", ["rows", "rejects", "audit"]));
    const extras = market.audit.apply(marketExtras(runs));

    const rows = flatten(
      "Rows",
      coins.rows.apply(rowsOf(runs, cryptoMarketSnapshotFact)),
      extras.rows,
    );
    const rejects = flatten("Rejects", coins.rejects, extras.rejects);
    const audit = flatten("Audit", market.audit, coins.audit, extras.audit);
    return rows.apply(writeTables(runs, { rejects, audit }));
  };
}
