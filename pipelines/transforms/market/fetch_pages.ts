import type { KV } from "apache-beam/values";
import { AsyncDoFn } from "../../beam/async_do_fn";
import { registerDoFns } from "../../beam/register";
import type { Answer } from "../../coingecko/answer";
import type { Api } from "../../coingecko/api";
import { marketPageRequest, pageSize } from "../../coingecko/requests";
import { concurrently } from "../../core/concurrently";
import { progress } from "../../core/progress";
import type { AuditRecord } from "../../run/audit_record";
import { type DayRuns, dayRun } from "../../run/day_runs";
import type { Run } from "../../run/run";
import { shardsAtOnce } from "../shards_at_once";
import { withApi } from "../open_api";
import { idOf } from "../parse/fields";
import { toPage, type Page } from "../parse/page";
import { fetchByIds } from "./fetch_by_ids";
import { pageOrder, type PageOutcome, type PageStep } from "./page_order";
import { emptyMarket, type ShardPlan } from "./plan_pages";
import { TopOfPages } from "./top_of_pages";

export type FetchPagesOutput = { readonly pages: Page } | { readonly audit: AuditRecord };

/**
 * How many pages of a shard are fetched at once, whatever the rate limit. A page with sparklines takes
 * several megabytes while it is read, and more of them at once gain little.
 */
export const pagesAtOnce = 3;

/** Fetches the market pages of a shard, in the order in which they arrive. */
export class FetchPages extends AsyncDoFn<KV<string, Iterable<ShardPlan>>, FetchPagesOutput> {
  override readonly concurrency: number; // One element is one shard.

  constructor(private readonly runs: DayRuns) {
    super();
    this.concurrency = shardsAtOnce(runs);
  }

  async *processAsync(
    { value: plans }: KV<string, Iterable<ShardPlan>>,
    _: undefined,
    signal: AbortSignal,
  ): AsyncGenerator<FetchPagesOutput> {
    for (const plan of plans) {
      const run = dayRun(this.runs, plan.date);
      yield* withApi(run, signal, plan, (api) => this.fetchShard(run, api, plan));
    }
  }

  private async *fetchShard(run: Run, api: Api, plan: ShardPlan): AsyncGenerator<FetchPagesOutput> {
    const pages = plan.batches
      ? fetchByIds(api, run, plan.batches, pagesAtOnce)
      : this.byNumber(run, api, plan);
    for await (const page of pages) yield { pages: page };
  }

  /** The pages of a shard by number, in the order in which they arrive. */
  private async *byNumber(run: Run, api: Api, plan: ShardPlan): AsyncGenerator<Page> {
    const { coins } = run;
    const first = plan.shard + 1;
    const isTop = coins.kind === "top";
    progress.emit("stage", { stage: "pages", planned: plannedPages(plan) });
    const order = pageOrder({ ...plan, first, isBounded: isTop }, pagesAtOnce);
    const fetchPage = (number: number) => this.ask(run, api, number);
    const pages = isTop
      ? topPages(order, fetchPage, coins.count)
      : inOrder(order, fetchPage, (_, answer) => toPage(answer));
    for await (const page of pages) {
      // A page behind the end of the market has no coins.
      if (page.count > 0) yield page;
      progress.emit("stage", { stage: "pages", done: 1, coins: page.count });
    }
  }

  private ask(run: Run, api: Api, number: number): Promise<Answer> {
    return api.ask(marketPageRequest(run, number), (body) => {
      if (number === 1 && Array.isArray(body) && body.length === 0) throw emptyMarket();
    });
  }
}

type PageOrder = Generator<PageStep, void, readonly PageOutcome[]>;

/**
 * Fetches pages in a given order, several at once, and resumes the order with the outcomes that it
 * waits for.
 * @param read makes a page of an answer
 * @returns the pages in the order in which they arrive
 */
function inOrder(
  order: PageOrder,
  fetchPage: (number: number) => Promise<Answer>,
  read: (number: number, answer: Answer) => Page,
): AsyncIterable<Page> {
  const open: Promise<PageOutcome | null>[] = [];
  const numbers = async function* (): AsyncGenerator<number> {
    let outcomes: PageOutcome[] = [];
    for (;;) {
      const { done, value: step } = order.next(outcomes);
      if (done) return;
      if (step !== "wait") yield step.number;
      outcomes = [];
      while (open.length > (step === "wait" ? 0 : step.open)) {
        const outcome = await open.shift();
        // A failed page ends the order; the failure itself is thrown where the page is fetched.
        if (!outcome) return;
        outcomes.push(outcome);
      }
    }
  };
  return concurrently(numbers(), pagesAtOnce, async (number) => {
    const answer = fetchPage(number);
    open.push(
      answer.then(
        ({ body }) => outcomeOf(number, body),
        () => null,
      ),
    );
    return read(number, await answer);
  });
}

/** The same for the top N, whose last page is cut where N coins are reached. */
function topPages(
  order: PageOrder,
  fetchPage: (number: number) => Promise<Answer>,
  count: number,
): AsyncIterable<Page> {
  const top = new TopOfPages(count);
  const wanted = new Map<number, number>();
  let previous = Promise.resolve();
  const fetchAfterPrevious = (number: number) => {
    // How many coins of a page are wanted depends on the pages before it.
    const answer = fetchPage(number);
    const before = previous;
    const inTurn = (async () => {
      const { body } = await answer;
      await before;
      wanted.set(number, top.take(number, elementsIn(body).length));
    })();
    previous = inTurn.catch(() => undefined);
    return inTurn.then(() => answer);
  };
  return inOrder(order, fetchAfterPrevious, (number, answer) => toPage(answer, wanted.get(number)));
}

function outcomeOf(number: number, body: unknown): PageOutcome {
  const elements = elementsIn(body);
  return { number, count: elements.length, ids: JSON.stringify(elements.map(idOf)) };
}

function elementsIn(body: unknown): readonly unknown[] {
  return Array.isArray(body) ? (body as readonly unknown[]) : [];
}

/** How many pages a shard is to fetch, as far as that is known. */
function plannedPages({ coins, shard, stride }: ShardPlan): number {
  const pages = coins === null ? shard + 1 : Math.ceil(coins / pageSize);
  return Math.max(0, Math.ceil((pages - shard) / stride));
}

registerDoFns("transforms/market/fetch_pages", { FetchPages });
