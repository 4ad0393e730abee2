import type { PCollection, Root } from "apache-beam/pvalue";
import { cryptoMarketHistoryFact } from "../schemas/crypto_market_history_fact";
import { flatten } from "./beam/step";
import type { RunReport } from "./run/report";
import type { Run } from "./run/run";
import { marketCharts, mergeDays } from "./transforms/history/market_charts";
import { rowsOf } from "./transforms/publish/rows_of";
import { writeTables } from "./transforms/publish/write_tables";

/** The daily prices of some coins over past days, added to what these days already hold. */
export function marketHistory(run: Run): (root: Root) => PCollection<RunReport> {
  return (root) => {
    const charts = root.apply(marketCharts(run));
    const days = charts.rows.apply(mergeDays(run));
    const rows = days.rows.apply(rowsOf(cryptoMarketHistoryFact));
    const audit = flatten("Audit", charts.audit, days.audit);
    return rows.apply(writeTables(run, { rejects: charts.rejects, audit }));
  };
}
