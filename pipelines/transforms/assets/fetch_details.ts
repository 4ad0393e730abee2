import type { KV } from "apache-beam/values";
import { AsyncDoFn } from "../../beam/async_do_fn";
import { registerDoFns } from "../../beam/register";
import { type DayRuns, dayRun } from "../../run/day_runs";
import { withApi } from "../open_api";
import { shardsAtOnce } from "../shards_at_once";
import { askDetails, type DetailsOutput } from "./ask_details";
import type { DetailsPlan } from "./choose_details";

/** Fetches the details of the coins of a shard. */
export class FetchDetails extends AsyncDoFn<KV<string, Iterable<DetailsPlan>>, DetailsOutput> {
  override readonly concurrency: number; // One element is one shard.

  constructor(private readonly runs: DayRuns) {
    super();
    this.concurrency = shardsAtOnce(runs);
  }

  async *processAsync(
    { value: plans }: KV<string, Iterable<DetailsPlan>>,
    _: undefined,
    signal: AbortSignal,
  ): AsyncGenerator<DetailsOutput> {
    for (const plan of plans) {
      const run = dayRun(this.runs, plan.date);
      yield* withApi(run, signal, plan, (api) => askDetails(run, api, plan.ids));
    }
  }
}

registerDoFns("transforms/assets/fetch_details", { FetchDetails });
