import { pageSize } from "../../coingecko/requests";

/** A page to be requested. */
export interface PageCall {
  /** From 1. */
  readonly number: number;
  /** How many of the latest calls, this one included, may be open when the next step is decided. */
  readonly open: number;
}

/** The next page, or `wait`: until no call is open. */
export type PageStep = PageCall | "wait";

/** What of a fetched page decides which one is next. */
export interface PageOutcome {
  readonly number: number;
  /** How many coins it has. */
  readonly count: number;
  /** Its coins, to recognize a repeated page. */
  readonly ids: string;
}

export interface PagePlan {
  /** The shard's first page. */
  readonly first: number;
  /** From one page of the shard to its next. */
  readonly stride: number;
  /** How many coins the pages of all shards should have; null: not known. */
  readonly coins: number | null;
  /** Whether no more than these coins are wanted. */
  readonly isBounded: boolean;
}

/**
 * The pages that a shard requests, in this order. A page shorter than requested does not prove the
 * end of the market: the server may have smaller pages. Only an empty page ends it, or one that
 * repeats another. Where the number of coins is known, and the pages have them, no further page is
 * requested.
 *
 * Answers arrive in any order, and a repeat from the archive must request the very same pages. So
 * each call depends on a fixed set of outcomes: the generator is resumed with the outcomes, in the
 * order of the calls, of all calls but the latest `open`.
 *
 * @param atOnce how many calls are open at once at most
 */
export function* pageOrder(
  { first, stride, coins, isBounded }: PagePlan,
  atOnce: number,
): Generator<PageStep, void, readonly PageOutcome[]> {
  const seen = new SeenPages(coins);
  let number = first;
  for (; coins === null || number <= seen.planned; number += stride) {
    // One at a time while the size of the pages is not certain; and the last is awaited too.
    const isAlone = !seen.isSizeCertain || coins === null || number + stride > seen.planned;
    seen.add(yield { number, open: isAlone ? 0 : atOnce - 1 });
    if (!seen.isSizeCertain) seen.add(yield "wait");
    if (seen.hasEnded) return;
  }
  // The shard of the last planned page continues behind it.
  if ((seen.planned - first) % stride !== 0) return;
  const isLastFull = !isBounded && seen.isLastFull;
  if (!isLastFull && seen.shortage === 0) return;
  for (number = number - stride + 1; !isBounded || seen.shortage > 0; number++) {
    seen.add(yield { number, open: 0 });
    if (seen.hasEnded) return;
  }
}

/** The pages of a shard so far, and what follows from them. */
class SeenPages {
  /** Whether a page was empty, or repeated another one. */
  hasEnded = false;
  /** Whether the latest page was as large as expected. */
  isSizeCertain = false;
  /** How many coins a page of this server has. */
  private size = pageSize;
  private readonly pages: PageOutcome[] = [];

  constructor(private readonly coins: number | null) {}

  add(outcomes: readonly PageOutcome[]): void {
    for (const page of outcomes) {
      if (this.hasEnded) return;
      this.hasEnded = page.count === 0 || this.isRepeated(page);
      this.isSizeCertain = page.count >= this.expected(page.number);
      // The first page shows how large pages are, unless it is the last one too.
      const isFirst = this.pages.length === 0;
      if ((isFirst && !this.isSizeCertain) || page.count > this.size) this.size = page.count;
      this.pages.push(page);
    }
  }

  /** How many pages the market should have. */
  get planned(): number {
    return Math.ceil((this.coins ?? 0) / Math.max(1, this.size));
  }

  get isLastFull(): boolean {
    return (this.pages.at(-1)?.count ?? 0) >= this.size;
  }

  /** How many coins the pages so far have less than expected. */
  get shortage(): number {
    const shortages = this.pages.map(({ number, count }) => this.expected(number) - count);
    return Math.max(
      0,
      shortages.reduce((sum, shortage) => sum + shortage, 0),
    );
  }

  private expected(number: number): number {
    if (this.coins === null) return this.size;
    return Math.max(0, Math.min(this.size, this.coins - (number - 1) * this.size));
  }

  /** A server that does not page returns the same coins for ever, or the first or last of its pages. */
  private isRepeated({ ids }: PageOutcome): boolean {
    return ids === this.pages.at(-1)?.ids || ids === this.pages[0]?.ids;
  }
}
