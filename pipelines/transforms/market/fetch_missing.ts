import type { KV } from "apache-beam/values";
import { AsyncDoFn } from "../../beam/async_do_fn";
import { registerDoFns } from "../../beam/register";
import type { Api } from "../../coingecko/api";
import { callsLeft } from "../../coingecko/budget";
import { idBatches } from "../../coingecko/requests";
import type { Coins } from "../../coingecko/settings";
import { missingIdsNote } from "../../run/report";
import { type DayRuns, dayRun } from "../../run/day_runs";
import type { Run } from "../../run/run";
import { fetchByIds } from "./fetch_by_ids";
import { pagesAtOnce, type FetchPagesOutput } from "./fetch_pages";
import { idsIn, type MarketIndex, spentIn } from "./market_index";
import { idOf } from "../parse/fields";
import { withApi } from "../open_api";
import { elementsOf } from "../parse/page";

/**
 * Completes the market: requests by id the coins that the list names and no page has (a coin may move
 * from one page to another during paging), and counts those that still are missing.
 */
export class FetchMissing extends AsyncDoFn<KV<string, Iterable<MarketIndex>>, FetchPagesOutput> {
  constructor(private readonly runs: DayRuns) {
    super();
  }

  async *processAsync(
    { key: date, value }: KV<string, Iterable<MarketIndex>>,
    _: undefined,
    signal: AbortSignal,
  ): AsyncGenerator<FetchPagesOutput> {
    const run = dayRun(this.runs, date);
    const spent = spentIn(value);
    if (spent === "failed") return;
    const { missing, listed, top } = await compare(this.runs, value, run);
    const { coins, api } = run;
    if (coins.kind === "all" && missing.size > 0) {
      const budget = callsLeft(api.maxRequests, spent);
      yield* withApi(run, signal, { budget }, (api) => this.fetch(run, api, missing));
    }
    const unnamed = coins.kind === "top" ? Math.max(0, coins.count - top) : 0;
    if (missing.size + unnamed === 0) return;
    const ids = [...missing].sort();
    yield { audit: { date, kind: "missing", ids, unnamed, listed } };
    const message = unnamed > 0 ? topIsShort(top, coins) : coinsAreMissing(ids.length, listed);
    yield { audit: { date, kind: "warning", message } };
  }

  /** Fetches missing coins, and removes those that are returned from the set. */
  private async *fetch(run: Run, api: Api, missing: Set<string>): AsyncGenerator<FetchPagesOutput> {
    const batches = idBatches([...missing].sort());
    for await (const page of fetchByIds(api, run, batches, pagesAtOnce)) {
      for (const element of elementsOf(page)) missing.delete(idOf(element) ?? "");
      yield { pages: page };
    }
  }
}

function topIsShort(top: number, coins: Coins): string {
  const wanted = coins.kind === "top" ? coins.count : top;
  return `Only ${top} of the top ${wanted} coins were returned: the market has no more, or a coin moved from one page to another during paging.`;
}

function coinsAreMissing(missing: number, listed: number): string {
  return `${missing} of ${listed} listed coins are missing: neither a page nor a request by id returned them; ${missingIdsNote}`;
}

interface Comparison {
  readonly missing: Set<string>;
  /** How many coins there should be: those of the list, or those requested; 0: not known. */
  readonly listed: number;
  /** How many coins the pages have, where the top is requested. */
  readonly top: number;
}

/** Reads the index twice, so that of a large market only one set of ids is in memory. */
async function compare(
  runs: DayRuns,
  index: Iterable<MarketIndex>,
  { coins }: Run,
): Promise<Comparison> {
  const missing = new Set<string>(coins.kind === "ids" ? coins.ids : []);
  for await (const ids of idsIn(runs, index, "listed")) for (const id of ids) missing.add(id);
  const listed = coins.kind === "top" ? coins.count : missing.size;
  const top = new Set<string>();
  for await (const ids of idsIn(runs, index, "seen")) {
    for (const id of ids) {
      missing.delete(id);
      if (coins.kind === "top") top.add(id);
    }
  }
  return { missing, listed, top: top.size };
}

registerDoFns("transforms/market/fetch_missing", { FetchMissing });
