import type { PCollection, Root } from "apache-beam/pvalue";
import { cryptoMarketHistoryFact } from "../schemas/crypto_market_history_fact";
import { flatten } from "./beam/step";
import type { DayRuns } from "./run/day_runs";
import type { RunReport } from "./run/report";
import { marketCharts, mergeDays } from "./transforms/history/market_charts";
import { rowsOf } from "./transforms/stage/rows_of";
import { writeTables } from "./transforms/publish/write_tables";

/** The daily prices of some coins over past days, added to what these days already hold. */
export function marketHistory(runs: DayRuns): (root: Root) => PCollection<RunReport> {
  return (root) => {
    const charts = root.apply(marketCharts(runs));
    const days = charts.rows.apply(mergeDays(runs));
    const rows = days.rows.apply(rowsOf(runs, cryptoMarketHistoryFact));
    const audit = flatten("Audit", charts.audit, days.audit);
    return rows.apply(writeTables(runs, { rejects: charts.rejects, audit }));
  };
}
