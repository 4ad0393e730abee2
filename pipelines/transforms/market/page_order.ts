import { pageSize } from "../../coingecko/requests";

/** A page to be requested. */
export interface PageCall {
  /** From 1. */
  readonly number: number;
  /** How many of the latest calls, this one included, may be open when the next one is decided. */
  readonly open: number;
}

/** What of a fetched page decides which one is next. */
export interface PageOutcome {
  /** How many coins it has. */
  readonly count: number;
  /** Its coins, to recognize a repeated page. */
  readonly ids: string;
}

export interface PagePlan {
  readonly shard: number;
  readonly shards: number;
  /** How many market pages there should be, over all shards; null: not known. */
  readonly pages: number | null;
  /** Whether the pages that are planned are all that is wanted. */
  readonly isBounded: boolean;
}

/**
 * The pages that a shard requests, in this order: those that are planned, several at once, and then
 * further ones until a short page ends the market. A short page among the planned ones ends it too.
 *
 * Answers arrive in any order, and a repeat from the archive must request the very same pages. So
 * each call depends on a fixed set of outcomes: the generator is resumed with the outcomes, in the
 * order of the calls, of all calls but the latest `open`.
 *
 * @param atOnce how many calls are open at once at most
 */
export function* pageOrder(
  { shard, shards, pages, isBounded }: PagePlan,
  atOnce: number,
): Generator<PageCall, void, readonly PageOutcome[]> {
  const first = shard + 1;
  const planned = pages ?? first;
  let previous = "";
  if (first <= planned) {
    const [page] = yield { number: first, open: 0 };
    if (!page || isShort(page)) return;
    previous = page.ids;
  }
  for (let number = first + shards; number <= planned; number += shards) {
    const isLast = number + shards > planned;
    const outcomes = yield { number, open: isLast ? 0 : atOnce - 1 };
    if (outcomes.some(isShort)) return;
  }

  // The shard of the last planned page continues behind it; without a plan, every shard does.
  if (isBounded || (planned - 1) % shards !== shard) return;
  const step = pages === null ? shards : 1;
  for (let number = planned + step; ; number += step) {
    const [page] = yield { number, open: 0 };
    // A server that does not page returns the same coins for ever.
    if (!page || isShort(page) || page.ids === previous) return;
    previous = page.ids;
  }
}

function isShort({ count }: PageOutcome): boolean {
  return count < pageSize;
}
