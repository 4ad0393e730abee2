import { hash, hashText, unit } from "../hash";
import { transportFaults, type Faults, type TransportFault } from "./faults";

/** No URL fails more often in a row: a client that retries succeeds. */
const maxConsecutiveFaults = 2;

/**
 * Selects which requests fail, and how, as a function of the seed, the URL and the number of earlier
 * requests for it, so that the same client meets the same faults in every run.
 */
export class TransportFaults {
  private readonly requestCounts = new Map<string, number>();

  constructor(
    private readonly seed: number,
    private readonly faults: Faults,
  ) {}

  next(url: string): TransportFault | null {
    if (!transportFaults.some((fault) => this.faults[fault])) return null;
    const n = this.requestCounts.get(url) ?? 0;
    this.requestCounts.set(url, n + 1);
    if (n % (maxConsecutiveFaults + 1) === maxConsecutiveFaults) return null;
    let chance = unit(hash(this.seed, n), hashText(this.seed, url));
    for (const fault of transportFaults) {
      chance -= this.faults[fault] ?? 0;
      if (chance < 0) return fault;
    }
    return null;
  }
}
