import type { PCollection, Root } from "apache-beam/pvalue";
import type { PTransform } from "apache-beam/transforms/transform";
import { composite, create, flatten, groupBy, split, step } from "../beam/step";
import type { Run } from "../run";
import type { Fact } from "./facts";
import { FetchMissing, IdsOfPage, RequestsOfFact, type Known } from "./fetch_missing";
import { FetchPages } from "./fetch_pages";
import type { Page } from "./page";
import { PlanPages } from "./plan_pages";

/** A type and not an interface: Beam takes only those as the result of a composite. */
export type MarketPages = {
  /** Market pages; together they hold every coin asked for, some of them twice. */
  readonly pages: PCollection<Page>;
  /** The coin list, where the whole market is asked for. */
  readonly list: PCollection<Page>;
  readonly facts: PCollection<Fact>;
};

/** The market of the run's date, complete: planned, fetched, compared with the coin list. */
export function marketPages(run: Run): PTransform<Root, MarketPages> {
  return composite("MarketPages", (root) => {
    const planned = root
      .apply(create("Market", [0]))
      .apply(step("PlanPages", new PlanPages(run)))
      .apply(split("Planned", ["plans", "list", "facts"]));
    const fetched = planned.plans
      .apply(groupBy("ByShard", "shard"))
      .apply(step("FetchPages", new FetchPages(run)))
      .apply(split("Fetched", ["pages", "facts"]));

    const known: PCollection<Known> = flatten(
      "Known",
      planned.list.apply(step("ListedIds", new IdsOfPage("listed"))),
      fetched.pages.apply(step("SeenIds", new IdsOfPage("seen"))),
      planned.facts.apply(step("RequestsOfPlan", new RequestsOfFact())),
      fetched.facts.apply(step("RequestsOfPages", new RequestsOfFact())),
    );
    const completed = known
      .apply(groupBy("WholeMarket", "market"))
      .apply(step("FetchMissing", new FetchMissing(run)))
      .apply(split("Completed", ["pages", "facts"]));

    return {
      pages: flatten("Pages", fetched.pages, completed.pages),
      list: planned.list,
      facts: flatten("MarketFacts", planned.facts, fetched.facts, completed.facts),
    };
  });
}
