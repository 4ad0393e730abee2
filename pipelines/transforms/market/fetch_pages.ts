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
import { emptyMarket, type ShardPlan } from "./plan_pages";

export type FetchPagesOutput = { readonly pages: Page } | { readonly audit: AuditRecord };

/**
 * How many pages of a shard are under way at once; the pace is kept apart from this. A page with
 * sparklines is several megabytes while it is read, and more of them at once gain little.
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

  /**
   * The pages that are planned, and then further ones until a short page ends the market. A short
   * page among the planned ones ends it too.
   */
  private async *byNumber(api: Api, plan: ShardPlan): AsyncGenerator<Page> {
    const { shards } = this.run.api;
    const first = plan.shard + 1;
    let end = Infinity;
    const fetchPage = async (number: number): Promise<Page> => {
      const page = await this.page(api, number);
      if (page.count < pageSize) end = Math.min(end, number);
      return page;
    };

    let previous = "";
    if (plan.pages === null || first <= plan.pages) {
      const page = await fetchPage(first);
      previous = idsOf(page);
      yield page;
    }
    if (end === Infinity)
      yield* inStep(numbers(first + shards, plan.pages ?? 0, shards), fetchPage);

    // The shard of the last planned page goes on behind it; without a plan, every shard does.
    if (this.run.coins.kind === "top") return;
    const step = plan.pages === null ? shards : 1;
    const last = plan.pages ?? first;
    if ((last - 1) % shards !== plan.shard) return;
    for (let n = last + step; n <= end; n += step) {
      const page = await fetchPage(n);
      if (page.count === 0) return;
      yield page;
      // A server that knows no paging gives the same coins for ever.
      const ids = idsOf(page);
      if (ids === previous) return;
      previous = ids;
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
 * Pages, some at once, until one is short. Which answer comes first is chance, and a repeat from the
 * archive must ask for the very same pages: so a page is asked for when all before it are full, but
 * for the `callsAtOnce - 1` right before it, which it does not wait for.
 */
async function* inStep(
  pages: Iterable<number>,
  fetchPage: (number: number) => Promise<Page>,
): AsyncGenerator<Page> {
  /** Whether all pages up to the n-th are full. */
  const fullUpTo: Promise<boolean>[] = [];
  const fetched = concurrently(pages, callsAtOnce, async (number) => {
    const before = fullUpTo.at(-callsAtOnce) ?? Promise.resolve(true);
    const page = before.then((full) => (full ? fetchPage(number) : null));
    const upToHere = Promise.all([fullUpTo.at(-1) ?? true, page]).then(
      ([full, here]) => full && here !== null && here.count >= pageSize,
    );
    fullUpTo.push(upToHere.catch(() => false));
    return page;
  });
  for await (const page of fetched) if (page) yield page;
}

function* numbers(from: number, to: number, step: number): Generator<number> {
  for (let number = from; number <= to; number += step) yield number;
}

function idsOf(page: Page): string {
  return JSON.stringify(elementsOf(page).map(idOf));
}

/** How many pages a shard is to fetch, as far as that is known. */
function plannedPages({ batches, pages, shard }: ShardPlan, run: Run): number {
  if (batches) return batches.length;
  return Math.max(0, Math.ceil(((pages ?? 1) - shard) / run.api.shards));
}

registerDoFns("transforms/market/fetch_pages", { FetchPages });
