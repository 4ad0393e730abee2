import type { KV } from "apache-beam/values";
import { AsyncDoFn } from "../../beam/async_do_fn";
import { registerDoFns } from "../../beam/register";
import type { Api } from "../../coingecko/api";
import { marketByIdsRequest, marketPageRequest, pageSize } from "../../coingecko/requests";
import { progress } from "../../core/progress";
import type { Run } from "../../run/run";
import { concurrently } from "../../core/concurrently";
import type { AuditRecord } from "../../run/audit_record";
import { idOf } from "../parse/fields";
import { withApi } from "../open_api";
import { elementsOf, toPage, type Page } from "../parse/page";
import { pageOrder, type PageCall, type PageOutcome } from "./page_order";
import { emptyMarket, type ShardPlan } from "./plan_pages";

export type FetchPagesOutput = { readonly pages: Page } | { readonly audit: AuditRecord };

/**
 * How many pages of a shard are fetched at once, whatever the rate limit. A page with sparklines takes
 * several megabytes while it is read, and more of them at once gain little.
 */
const callsAtOnce = 3;

/** Fetches the market pages of a shard, in the order in which they come back. */
export class FetchPages extends AsyncDoFn<KV<number, Iterable<ShardPlan>>, FetchPagesOutput> {
  override readonly concurrency = 1_000; // One element is one shard, and all shards run at once.

  constructor(private readonly run: Run) {
    super();
  }

  async *processAsync(
    { value: plans }: KV<number, Iterable<ShardPlan>>,
    _: undefined,
    signal: AbortSignal,
  ): AsyncGenerator<FetchPagesOutput> {
    for (const plan of plans) {
      yield* withApi(this.run, signal, plan, (api) => this.fetchShard(api, plan));
    }
  }

  private async *fetchShard(api: Api, plan: ShardPlan): AsyncGenerator<FetchPagesOutput> {
    progress.emit("stage", { stage: "pages", planned: plannedPages(plan, this.run) });
    const pages = plan.batches
      ? marketByIds(api, this.run, plan.batches)
      : this.byNumber(api, plan);
    for await (const page of pages) {
      yield { pages: page };
      progress.emit("stage", { stage: "pages", done: 1, coins: page.count });
    }
  }

  /** The pages of a shard by number, in the order in which they come back. */
  private async *byNumber(api: Api, plan: ShardPlan): AsyncGenerator<Page> {
    const { coins } = this.run;
    const { shards } = this.run.api;
    const order = pageOrder({ ...plan, shards, isBounded: coins.kind === "top" }, callsAtOnce);
    for await (const page of inOrder(order, (number) => this.page(api, number))) {
      // The page behind the end of the market.
      if (page.count > 0) yield page;
    }
  }

  private async page(api: Api, number: number): Promise<Page> {
    const answer = await api.ask(marketPageRequest(this.run, number), (body) => {
      if (number === 1 && Array.isArray(body) && body.length === 0) throw emptyMarket();
    });
    const { coins } = this.run;
    return toPage(answer, coins.kind === "top" ? coins.count - (number - 1) * pageSize : Infinity);
  }
}

/** The coins of each batch of ids, in the order in which they come back. */
export function marketByIds(
  api: Api,
  run: Run,
  batches: readonly (readonly string[])[],
): AsyncIterable<Page> {
  return concurrently(batches, callsAtOnce, async (ids) =>
    toPage(await api.ask(marketByIdsRequest(run, ids))),
  );
}

/**
 * Fetches pages in a given order, several at once, and resumes the order with the outcomes that it
 * waits for.
 * @returns the pages in the order in which they come back
 */
function inOrder(
  order: Generator<PageCall, void, readonly PageOutcome[]>,
  fetchPage: (number: number) => Promise<Page>,
): AsyncIterable<Page> {
  const open: Promise<PageOutcome | null>[] = [];
  const numbers = async function* (): AsyncGenerator<number> {
    let outcomes: PageOutcome[] = [];
    for (;;) {
      const call = order.next(outcomes);
      if (call.done) return;
      yield call.value.number;
      outcomes = [];
      while (open.length > call.value.open) {
        const outcome = await open.shift();
        // A failed page ends the order; the failure itself is thrown where the page is fetched.
        if (!outcome) return;
        outcomes.push(outcome);
      }
    }
  };
  return concurrently(numbers(), callsAtOnce, (number) => {
    const page = fetchPage(number);
    open.push(page.then(outcomeOf, () => null));
    return page;
  });
}

function outcomeOf(page: Page): PageOutcome {
  return { count: page.count, ids: JSON.stringify(elementsOf(page).map(idOf)) };
}

/** How many pages a shard is to fetch, as far as that is known. */
function plannedPages({ batches, pages, shard }: ShardPlan, run: Run): number {
  if (batches) return batches.length;
  return Math.max(0, Math.ceil(((pages ?? 1) - shard) / run.api.shards));
}

registerDoFns("transforms/market/fetch_pages", { FetchPages });
