import type { PCollection } from "apache-beam/pvalue";
import type { PTransform } from "apache-beam/transforms/transform";
import { composite, groupBy, split, step } from "../../../beam/step";
import type { AuditRecord } from "../../../run/audit_record";
import type { DayRuns } from "../../../run/day_runs";
import type { Reject } from "../../parse/reject";
import type { SortedLine } from "../../stage/sorted_line";
import { RequestsOfAudit } from "../market_index";
import { FetchExtras } from "./fetch_extras";

/** A type and not an interface: the SDK takes a record of PCollections. */
export type MarketExtras = {
  /** Of all their tables. */
  readonly rows: PCollection<SortedLine>;
  readonly rejects: PCollection<Reject>;
  readonly audit: PCollection<AuditRecord>;
};

/**
 * What each day asks for beside the coins: the market's totals, its categories, the exchange rates.
 * Applied to the audit records of the market, which is fetched when they all are there.
 */
export function marketExtras(runs: DayRuns): PTransform<PCollection<AuditRecord>, MarketExtras> {
  return composite("MarketExtras", (market) =>
    market
      .apply(step("RequestsOfMarket", new RequestsOfAudit()))
      .apply(groupBy("AfterMarket", "date"))
      .apply(step("FetchExtras", new FetchExtras(runs)))
      .apply(split("Fetched", ["rows", "rejects", "audit"])),
  );
}
