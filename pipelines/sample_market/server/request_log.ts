import type { Answer } from "../answers/answer";
import type { TransportFault } from "../faults/faults";
import type { Endpoint } from "./routes";

export interface LoggedRequest {
  /** Path and query as received. */
  readonly url: string;
  /** Time of arrival, in milliseconds on the clock of performance.now(). */
  readonly arrivedAt: number;
  /** Status of the answer; undefined until it is sent, and always after an injected timeout. */
  status?: number;
  /** The injected fault. */
  readonly fault?: TransportFault;
}

/** Totals over the complete answers of an endpoint. */
export interface Served {
  readonly answers: number;
  readonly elements: number;
  /** Number of malformed elements. */
  readonly broken: number;
  /** Number of different coins among the elements, malformed ones included. */
  readonly distinctCoins: number;
}

class Counts implements Served {
  answers = 0;
  elements = 0;
  broken = 0;
  distinctCoins = 0;
  /** A bitmap over the coins' indexes. */
  private readonly seen: Uint8Array;

  constructor(indexes: number) {
    this.seen = new Uint8Array(Math.ceil(indexes / 8));
  }

  add(answer: Answer): void {
    this.answers++;
    this.broken += answer.broken ?? 0;
    for (const index of answer.coins ?? []) {
      this.elements++;
      const byte = this.seen[index >> 3] ?? 0;
      const bit = 1 << (index & 7);
      if ((byte & bit) === 0) this.distinctCoins++;
      this.seen[index >> 3] = byte | bit;
    }
  }
}

/** Bounds the log's memory in long benchmarks: at least this many requests are retained. */
const minRetainedRequests = 100_000;

/** The requests that a server received, and totals of what it served. */
export class RequestLog {
  /** In the order of arrival; the oldest are dropped above twice `minRetainedRequests`. */
  readonly requests: LoggedRequest[] = [];
  private readonly counts = new Map<Endpoint, Counts>();

  /** @param indexes number of coin indexes. */
  constructor(private readonly indexes: number) {}

  /** Records a request on arrival. */
  add(request: LoggedRequest): void {
    this.requests.push(request);
    if (this.requests.length > 2 * minRetainedRequests)
      this.requests.splice(0, minRetainedRequests);
  }

  /** Number of complete answers so far, those about the use of the key not counted. */
  get successful(): number {
    let total = 0;
    for (const [endpoint, { answers }] of this.counts) if (endpoint !== "key") total += answers;
    return total;
  }

  served(endpoint: Endpoint): Served {
    const none = { answers: 0, elements: 0, broken: 0, distinctCoins: 0 };
    const { answers, elements, broken, distinctCoins } = this.counts.get(endpoint) ?? none;
    return { answers, elements, broken, distinctCoins };
  }

  /** Counts an answer that was sent completely. */
  count(endpoint: Endpoint, answer: Answer): void {
    const counts = this.counts.get(endpoint) ?? new Counts(this.indexes);
    this.counts.set(endpoint, counts);
    counts.add(answer);
  }
}
