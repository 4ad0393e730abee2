import { BudgetSpent } from "./api_error";

/** How many calls may still be made; counts those that were, retries too. */
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

  /** @throws BudgetSpent when there is none left */
  spend(): void {
    if (this.maxRequests !== null && this.calls >= this.share) {
      throw new BudgetSpent(this.maxRequests);
    }
    this.calls++;
  }
}
