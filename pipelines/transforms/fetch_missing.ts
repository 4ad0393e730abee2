import type { KV } from "apache-beam/values";
import { AsyncDoFn } from "../beam/async_do_fn";
import { registerDoFns } from "../beam/register";
import { idBatches, marketByIdsRequest } from "../coingecko/requests";
import type { Run } from "../run";
import { concurrently } from "./concurrently";
import type { Fact } from "./facts";
import { askForPage, callsAtOnce, type FetchPagesOutput } from "./fetch_pages";
import { openApi } from "./open_api";
import type { Page } from "./page";

/** What is known of a market so far, all of it under one key: what the list names, what pages hold. */
export interface Known {
  readonly market: 0;
  readonly listed?: readonly string[];
  readonly seen?: readonly string[];
  /** Calls made so far: they count against the run's budget. */
  readonly requests?: number;
}

/** The ids that a list or a market page names. */
export class IdsOfPage {
  constructor(private readonly role: "listed" | "seen") {}

  *process(page: Page): Generator<Known> {
    // Slices keep the elements small, however long the list is.
    const ids = page.elements.flatMap(idOf);
    for (let at = 0; at < ids.length; at += 5_000) {
      yield { market: 0, [this.role]: ids.slice(at, at + 5_000) };
    }
  }
}

/** The calls that a fact tells of. */
export class RequestsOfFact {
  *process(fact: Fact): Generator<Known> {
    yield { market: 0, requests: fact.kind === "api" ? fact.use.requests : 0 };
  }
}

/**
 * Makes the market complete: asks by id for the coins that the list names and no page holds (a coin
 * may move between two pages while one pages), and counts those that nothing gives.
 */
export class FetchMissing extends AsyncDoFn<KV<number, Iterable<Known>>, FetchPagesOutput> {
  constructor(private readonly run: Run) {
    super();
  }

  async *processAsync(
    { value }: KV<number, Iterable<Known>>,
    _: undefined,
    signal: AbortSignal,
  ): AsyncGenerator<FetchPagesOutput> {
    const { missing, requests } = compare(value, this.run);
    if (missing.size === 0) return;
    if (this.run.coins.kind === "all") {
      const { maxRequests } = this.run.api;
      const budget = maxRequests === null ? null : Math.max(0, maxRequests - requests);
      const api = await openApi(this.run, signal, { budget });
      try {
        const batches = idBatches([...missing].sort());
        for await (const page of concurrently(batches, callsAtOnce, (ids) =>
          askForPage(api, marketByIdsRequest(this.run, ids)),
        )) {
          for (const id of page.elements.flatMap(idOf)) missing.delete(id);
          yield { pages: page };
        }
        yield { facts: { kind: "api", use: api.use } };
      } finally {
        await api.close();
      }
    }
    yield { facts: { kind: "missing", ids: [...missing].sort() } };
  }
}

function compare(known: Iterable<Known>, run: Run): { missing: Set<string>; requests: number } {
  const missing = new Set<string>(run.coins.kind === "ids" ? run.coins.ids : []);
  const seen: (readonly string[])[] = [];
  let requests = 0;
  for (const part of known) {
    for (const id of part.listed ?? []) missing.add(id);
    if (part.seen) seen.push(part.seen);
    requests += part.requests ?? 0;
  }
  for (const ids of seen) for (const id of ids) missing.delete(id);
  return { missing, requests };
}

/** An element's id where it has one; whether it is usable otherwise is not judged here. */
function idOf(element: unknown): string[] {
  const id = (element as { id?: unknown } | null)?.id;
  return typeof id === "string" && id.trim() !== "" ? [id] : [];
}

registerDoFns("transforms/fetch_missing", { IdsOfPage, RequestsOfFact, FetchMissing });
