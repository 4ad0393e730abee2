import { BudgetSpentError } from "./api_error";

/** One shard's share of a number of calls: all of them are distributed, none twice. */
export function shareOf(calls: number, shard: number, shards: number): number {
  return Math.floor(calls / shards) + (shard < calls % shards ? 1 : 0);
}

/** How much of a run's budget is left after some calls; null: no limit. */
export function callsLeft(maxRequests: number | null, spent: number): number | null {
  return maxRequests === null ? null : Math.max(0, maxRequests - spent);
}

/** Counts calls, retries included, and refuses those beyond its share of the run's budget. */
export class Budget {
  private calls = 0;

  /**
   * @param maxRequests what the person allowed the whole run, for the message; null: no limit
   * @param share how many of them this holder may make
   */
  constructor(
    private readonly maxRequests: number | null,
    private readonly share: number = maxRequests ?? Infinity,
  ) {}

  get spent(): number {
    return this.calls;
  }

  /** @throws BudgetSpentError when there is none left */
  spend(): void {
    if (this.maxRequests !== null && this.calls >= this.share) {
      throw new BudgetSpentError(this.maxRequests);
    }
    this.calls++;
  }
}
