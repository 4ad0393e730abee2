import type { PCollection, Root } from "apache-beam/pvalue";
import type { PTransform } from "apache-beam/transforms/transform";
import { composite, create, flatten, groupBy, split, step } from "../../beam/step";
import type { DayRuns } from "../../run/day_runs";
import type { AuditRecord } from "../../run/audit_record";
import { FetchMissing } from "./fetch_missing";
import { FetchPages } from "./fetch_pages";
import { IdsOfPage, IndexOfIds, type MarketIndex, RequestsOfAudit } from "./market_index";
import type { Page } from "../parse/page";
import { BatchLines } from "../stage/batch_lines";
import { SpillBatches } from "../stage/spill_batches";
import { PlanPages } from "./plan_pages";

/** A type, since Beam does not accept an interface as the result of a composite. */
export type MarketPages = {
  /** Market pages; together they have every requested coin, some of them twice. */
  readonly pages: PCollection<Page>;
  /** The coin list, where the whole market is requested. */
  readonly list: PCollection<Page>;
  readonly audit: PCollection<AuditRecord>;
};

/** The market of each day, complete: planned, fetched, compared with the coin list. */
export function marketPages(runs: DayRuns): PTransform<Root, MarketPages> {
  return composite("MarketPages", (root) => {
    const planned = root
      .apply(create("Days", runs.dates))
      .apply(step("PlanPages", new PlanPages(runs)))
      .apply(split("Planned", ["plans", "list", "audit"]));
    const fetched = planned.plans
      .apply(groupBy("ByShard", "key"))
      .apply(step("FetchPages", new FetchPages(runs)))
      .apply(split("Fetched", ["pages", "audit"]));

    const ids = flatten(
      "Ids",
      planned.list.apply(step("ListedIds", new IdsOfPage("listed"))),
      fetched.pages.apply(step("SeenIds", new IdsOfPage("seen"))),
    )
      .apply(step("BatchIds", new BatchLines()))
      .apply(step("SpillIds", new SpillBatches(runs)));
    const known: PCollection<MarketIndex> = flatten(
      "Known",
      ids.apply(step("IndexOfIds", new IndexOfIds())),
      planned.audit.apply(step("RequestsOfPlan", new RequestsOfAudit())),
      fetched.audit.apply(step("RequestsOfPages", new RequestsOfAudit())),
    );
    const completed = known
      .apply(groupBy("WholeMarket", "date"))
      .apply(step("FetchMissing", new FetchMissing(runs)))
      .apply(split("Completed", ["pages", "audit"]));

    return {
      pages: flatten("Pages", fetched.pages, completed.pages),
      list: planned.list,
      audit: flatten("MarketFacts", planned.audit, fetched.audit, completed.audit),
    };
  });
}
