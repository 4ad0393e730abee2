import { hash, hashText, unit } from "./hash";
import { TRANSPORT_FAULTS, type Faults, type TransportFault } from "./faults";

/** No URL fails more often in a row: a client that asks patiently gets through. */
const MOST_IN_A_ROW = 2;

/**
 * Decides which requests fail, and how: a function of the seed, the URL and how often it was asked
 * before, so that the same client meets the same faults in every run.
 */
export class TransportFaults {
  private readonly asked = new Map<string, number>();

  constructor(
    private readonly seed: number,
    private readonly faults: Faults,
  ) {}

  next(url: string): TransportFault | null {
    if (!TRANSPORT_FAULTS.some((fault) => this.faults[fault])) return null;
    const n = this.asked.get(url) ?? 0;
    this.asked.set(url, n + 1);
    if (n % (MOST_IN_A_ROW + 1) === MOST_IN_A_ROW) return null;
    let chance = unit(hash(this.seed, n), hashText(this.seed, url));
    for (const fault of TRANSPORT_FAULTS) {
      chance -= this.faults[fault] ?? 0;
      if (chance < 0) return fault;
    }
    return null;
  }
}
