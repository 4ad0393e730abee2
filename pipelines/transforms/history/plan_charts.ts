import { AsyncDoFn } from "../../beam/async_do_fn";
import { registerDoFns } from "../../beam/register";
import type { Api } from "../../coingecko/api";
import { callsLeft, shareOf } from "../../coingecko/budget";
import { largestCoinsRequest } from "../../coingecko/history_requests";
import type { AuditRecord } from "../../run/audit_record";
import { type DayRuns, dayRun } from "../../run/day_runs";
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
export class PlanCharts extends AsyncDoFn<string, PlanChartsOutput> {
  constructor(private readonly runs: DayRuns) {
    super();
  }

  /** @param date the last day, whose archive has the answers */
  async *processAsync(
    date: string,
    _: undefined,
    signal: AbortSignal,
  ): AsyncGenerator<PlanChartsOutput> {
    const run = dayRun(this.runs, date);
    yield* withApi(run, signal, {}, (api) => this.plan(run, api));
  }

  private async *plan(run: Run, api: Api): AsyncGenerator<PlanChartsOutput> {
    await checkCloudPlaces(run);
    const { coins, snapshotDate: date } = run;
    let ids: readonly string[] = coins.kind === "ids" ? coins.ids : [];
    if (coins.kind === "top") {
      ids = await largestCoins(api, run, coins.count);
      if (ids.length < coins.count) {
        const message = `Only ${ids.length} of the top ${coins.count} coins were returned: the market has no more.`;
        yield { audit: { date, kind: "warning", message } };
      }
    }
    const { shards, maxRequests } = run.api;
    const left = callsLeft(maxRequests, api.use.requests);
    const busy = Math.min(shards, ids.length);
    for (let shard = 0; shard < busy; shard++) {
      const own = ids.filter((_, n) => n % busy === shard);
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
