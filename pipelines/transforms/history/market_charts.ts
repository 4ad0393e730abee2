import type { PCollection, Root } from "apache-beam/pvalue";
import type { PTransform } from "apache-beam/transforms/transform";
import type { MarketHistoryRow } from "../../../schemas/crypto_market_history_fact";
import { composite, create, flatten, groupBy, split, step } from "../../beam/step";
import type { AuditRecord } from "../../run/audit_record";
import { type DayRuns, lastDate } from "../../run/day_runs";
import type { Reject } from "../parse/reject";
import { FetchCharts } from "./fetch_charts";
import { MergeDay } from "./merge_day";
import { PlanCharts } from "./plan_charts";

/** A type and not an interface: Beam takes only those as the result of a composite. */
export type HistoryDays = {
  readonly rows: PCollection<MarketHistoryRow>;
  readonly rejects: PCollection<Reject>;
  readonly audit: PCollection<AuditRecord>;
};

/** The rows of every day of the history: the charts of the coins that are asked for. */
export function marketCharts(runs: DayRuns): PTransform<Root, HistoryDays> {
  return composite("MarketCharts", (root) => {
    const planned = root
      .apply(create("Coins", [lastDate(runs)]))
      .apply(step("PlanCharts", new PlanCharts(runs)))
      .apply(split("Planned", ["plans", "audit"]));
    const fetched = planned.plans
      .apply(groupBy("ByShard", "shard"))
      .apply(step("FetchCharts", new FetchCharts(runs)))
      .apply(split("Fetched", ["rows", "rejects", "audit"]));
    return {
      rows: fetched.rows,
      rejects: fetched.rejects,
      audit: flatten("ChartFacts", planned.audit, fetched.audit),
    };
  });
}

/** A type, since Beam does not accept an interface as the result of a composite. */
export type MergedDays = {
  readonly rows: PCollection<MarketHistoryRow>;
  readonly audit: PCollection<AuditRecord>;
};

/** The days of the history whole: with the rows that earlier runs left of other coins. */
export function mergeDays(runs: DayRuns): PTransform<PCollection<MarketHistoryRow>, MergedDays> {
  return composite("MergeDays", (rows) =>
    rows
      .apply(groupBy("ByDay", "snapshot_date"))
      .apply(step("MergeDay", new MergeDay(runs)))
      .apply(split("Merged", ["rows", "audit"])),
  );
}
