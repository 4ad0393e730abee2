import { AsyncDoFn } from "../../beam/async_do_fn";
import { registerDoFns } from "../../beam/register";
import type { Api } from "../../coingecko/api";
import { shareOf } from "../../coingecko/budget";
import { coinListRequest, idBatches, pageSize } from "../../coingecko/requests";
import { ActionableError } from "../../core/actionable_error";
import { type DayRuns, dayRun } from "../../run/day_runs";
import type { Run } from "../../run/run";
import type { AuditRecord } from "../../run/audit_record";
import { openObjectStore } from "../../storage/open_object_store";
import { openWarehouse } from "../../warehouses/open_warehouse";
import { withApi } from "../open_api";
import { toPage, type Page } from "../parse/page";
import { checkMarket } from "../publish/one_market";

/** The pages that one shard fetches: every `stride`-th of them, from its own number on. */
export interface ShardPlan {
  /** Names day and shard. */
  readonly key: string;
  readonly date: string;
  readonly shard: number;
  readonly stride: number;
  /** How many coins the pages of all shards should have; null: not known. */
  readonly coins: number | null;
  /** Instead of numbered pages: ids, a request for each batch. */
  readonly batches?: readonly (readonly string[])[];
  /** How many calls the shard may make; null: no limit. */
  readonly budget: number | null;
}

export type PlanPagesOutput =
  { readonly plans: ShardPlan } | { readonly list: Page } | { readonly audit: AuditRecord };

/**
 * Plans the market pages and distributes them over the shards. The whole market starts with the coin
 * list, from which the number of pages follows, and later which coins are missing.
 */
export class PlanPages extends AsyncDoFn<string, PlanPagesOutput> {
  /** A day's coin list takes 10 MB while it is read. */
  override readonly concurrency = 2;

  constructor(private readonly runs: DayRuns) {
    super();
  }

  async *processAsync(
    date: string,
    _: undefined,
    signal: AbortSignal,
  ): AsyncGenerator<PlanPagesOutput> {
    const run = dayRun(this.runs, date);
    yield* withApi(run, signal, {}, (api) => this.plan(run, api));
  }

  private async *plan(run: Run, api: Api): AsyncGenerator<PlanPagesOutput> {
    await checkCloudPlaces(run);
    const { snapshotDate: date } = run;
    const list = run.coins.kind === "all" ? await coinList(api) : null;
    if (list) yield { list };
    else if (run.coins.kind === "all") yield { audit: { date, ...listIsAbsent } };
    yield* this.shardPlans(run, list, api.use.requests);
  }

  private *shardPlans(run: Run, list: Page | null, spent: number): Generator<PlanPagesOutput> {
    const { api, coins: wanted, snapshotDate: date } = run;
    const { shards, maxRequests } = api;
    const batches = wanted.kind === "ids" ? idBatches(wanted.ids) : undefined;
    const coins = wanted.kind === "top" ? wanted.count : (list?.count ?? null);
    const requests = batches?.length ?? (coins === null ? shards : Math.ceil(coins / pageSize));
    // Further shards have nothing to fetch, and get no calls. The pages are distributed over these
    // alone, so that they fetch all of them also where a server's pages are smaller.
    const busy = Math.max(1, Math.min(shards, requests));
    for (let shard = 0; shard < busy; shard++) {
      yield {
        plans: {
          ...{ key: `${date}/${shard}`, date, shard, stride: busy, coins },
          ...(batches ? { batches: batches.filter((_, n) => n % busy === shard) } : {}),
          budget: maxRequests === null ? null : shareOf(maxRequests - spent, shard, busy),
        },
      };
    }
  }
}

/**
 * Refuses a job on Dataflow before its first call: its launcher may have no access to the output and
 * the warehouse, so it did not check them.
 */
export async function checkCloudPlaces(run: Run): Promise<void> {
  const store = await openObjectStore(run.output, run.runId);
  if (store.localPath) return;
  const isLocal = run.warehouse.startsWith("duckdb:");
  const warehouse = isLocal ? null : await openWarehouse(run.warehouse, { near: store });
  try {
    await checkMarket(run, store, warehouse);
  } finally {
    await warehouse?.close();
  }
}

async function coinList(api: Api): Promise<Page | null> {
  const check = (list: unknown) => {
    if (Array.isArray(list) && list.length === 0) throw emptyMarket();
  };
  const answer = await api.ask(coinListRequest(), check);
  // The archive may hold one that an earlier version, or another hand, has put there.
  check(answer.body);
  return answer.body === null ? null : toPage(answer);
}

export function emptyMarket(): ActionableError {
  return new ActionableError(
    "The market has no coins: the source returns an empty list.",
    "Nothing was changed. Check the source, and repeat the command later.",
  );
}

const listIsAbsent = {
  kind: "warning",
  message: "The source has no /coins/list: whether the market is complete can't be checked.",
} as const;

registerDoFns("transforms/market/plan_pages", { PlanPages });
