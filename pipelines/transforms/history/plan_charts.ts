import { AsyncDoFn } from "../../beam/async_do_fn";
import { registerDoFns } from "../../beam/register";
import type { Api } from "../../coingecko/api";
import { callsLeft, shareOf } from "../../coingecko/budget";
import { largestCoinsRequest } from "../../coingecko/history_requests";
import type { AuditRecord } from "../../run/audit_record";
import type { Run } from "../../run/run";
import { checkCloudPlaces, emptyMarket } from "../market/plan_pages";
import { withApi } from "../open_api";
import { idOf } from "../parse/fields";

/** The coins whose charts one shard fetches. */
export interface ChartsPlan {
  readonly shard: number;
  readonly ids: readonly string[];
  /** How many calls the shard may make; null: no limit. */
  readonly budget: number | null;
}

export type PlanChartsOutput = { readonly plans: ChartsPlan } | { readonly audit: AuditRecord };

/** Decides whose charts are fetched, and distributes these coins over the shards. */
export class PlanCharts extends AsyncDoFn<number, PlanChartsOutput> {
  constructor(private readonly run: Run) {
    super();
  }

  async *processAsync(
    _: number,
    __: undefined,
    signal: AbortSignal,
  ): AsyncGenerator<PlanChartsOutput> {
    await checkCloudPlaces(this.run);
    yield* withApi(this.run, signal, {}, (api) => this.plan(api));
  }

  private async *plan(api: Api): AsyncGenerator<PlanChartsOutput> {
    const { coins } = this.run;
    let ids: readonly string[] = coins.kind === "ids" ? coins.ids : [];
    if (coins.kind === "top") {
      ids = await largestCoins(api, this.run, coins.count);
      if (ids.length < coins.count) {
        const message = `Only ${ids.length} of the top ${coins.count} coins were returned: the market has no more.`;
        yield { audit: { kind: "warning", message } };
      }
    }
    const { shards, maxRequests } = this.run.api;
    const left = callsLeft(maxRequests, api.use.requests);
    const busy = Math.min(shards, ids.length);
    for (let shard = 0; shard < busy; shard++) {
      const own = ids.filter((__, n) => n % busy === shard);
      const budget = left === null ? null : shareOf(left, shard, busy);
      yield { plans: { shard, ids: own, budget } };
    }
  }
}

/** The ids of the largest coins of now, the largest first. */
async function largestCoins(api: Api, run: Run, count: number): Promise<readonly string[]> {
  const ids = new Set<string>();
  // A page may be shorter than asked for: one without a further coin is the end.
  for (let page = 1, before = -1; ids.size < count && ids.size > before; page++) {
    before = ids.size;
    const { body } = await api.ask(largestCoinsRequest(run, page), (coins) => {
      if (page === 1 && Array.isArray(coins) && coins.length === 0) throw emptyMarket();
    });
    for (const id of (body as unknown[]).map(idOf)) if (id !== null) ids.add(id);
  }
  return [...ids].slice(0, count);
}

registerDoFns("transforms/history/plan_charts", { PlanCharts });
