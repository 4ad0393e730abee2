import type { KV } from "apache-beam/values";
import { AsyncDoFn } from "../../beam/async_do_fn";
import { registerDoFns } from "../../beam/register";
import type { Api } from "../../coingecko/api";
import { callsLeft } from "../../coingecko/budget";
import { idBatches } from "../../coingecko/requests";
import type { Run } from "../../run/run";
import type { AuditRecord } from "../../run/audit_record";
import { type FetchPagesOutput, marketByIds } from "./fetch_pages";
import { idOf } from "../parse/fields";
import { withApi } from "../open_api";
import { elementsOf, type Page } from "../parse/page";

/** What is known of a market so far, all of it under one key: what the list names, what pages hold. */
export interface MarketIndex {
  readonly market: 0;
  readonly listed?: readonly string[];
  readonly seen?: readonly string[];
  /** Calls made so far: they count against the run's budget. */
  readonly requests?: number;
}

/** The ids that a list or a market page names. */
export class IdsOfPage {
  constructor(private readonly role: "listed" | "seen") {}

  *process(page: Page): Generator<MarketIndex> {
    // Slices keep the elements small, however long the list is.
    const ids = elementsOf(page).flatMap((element) => idOf(element) ?? []);
    for (let at = 0; at < ids.length; at += 5_000) {
      yield { market: 0, [this.role]: ids.slice(at, at + 5_000) };
    }
  }
}

/** The calls that a record tells of. */
export class RequestsOfAudit {
  *process(record: AuditRecord): Generator<MarketIndex> {
    yield { market: 0, requests: record.kind === "api" ? record.use.requests : 0 };
  }
}

/**
 * Makes the market complete: asks by id for the coins that the list names and no page holds (a coin
 * may move between two pages while one pages), and counts those that nothing gives.
 */
export class FetchMissing extends AsyncDoFn<KV<number, Iterable<MarketIndex>>, FetchPagesOutput> {
  constructor(private readonly run: Run) {
    super();
  }

  async *processAsync(
    { value }: KV<number, Iterable<MarketIndex>>,
    _: undefined,
    signal: AbortSignal,
  ): AsyncGenerator<FetchPagesOutput> {
    const { missing, top, requests } = compare(value, this.run);
    const { coins } = this.run;
    if (coins.kind === "top" && top < coins.count) {
      const message = `Only ${top} of the top ${coins.count} coins came: the market has no more, its pages are shorter than asked for, or a coin moved between two of them.`;
      yield { audit: { kind: "warning", message } };
    }
    if (missing.size === 0) return;
    if (coins.kind === "all") {
      const budget = callsLeft(this.run.api.maxRequests, requests);
      yield* withApi(this.run, signal, { budget }, (api) => this.fetch(api, missing));
    }
    yield { audit: { kind: "missing", ids: [...missing].sort() } };
  }

  /** Takes from the missing what comes. */
  private async *fetch(api: Api, missing: Set<string>): AsyncGenerator<FetchPagesOutput> {
    const batches = idBatches([...missing].sort());
    for await (const page of marketByIds(api, this.run, batches)) {
      for (const element of elementsOf(page)) missing.delete(idOf(element) ?? "");
      yield { pages: page };
    }
  }
}

interface Comparison {
  readonly missing: Set<string>;
  /** How many coins there are on the pages, where the top is asked for. */
  readonly top: number;
  readonly requests: number;
}

/** Twice through what is known, since of a large market only one set of ids is to be in memory. */
function compare(known: Iterable<MarketIndex>, { coins }: Run): Comparison {
  const missing = new Set<string>(coins.kind === "ids" ? coins.ids : []);
  let requests = 0;
  for (const part of known) {
    for (const id of part.listed ?? []) missing.add(id);
    requests += part.requests ?? 0;
  }
  const top = new Set<string>();
  for (const part of known) {
    for (const id of part.seen ?? []) {
      missing.delete(id);
      if (coins.kind === "top") top.add(id);
    }
  }
  return { missing, top: top.size, requests };
}

registerDoFns("transforms/market/fetch_missing", { IdsOfPage, RequestsOfAudit, FetchMissing });
