import type { Answer } from "./answer";
import type { TransportFault } from "./faults";
import type { Endpoint } from "./routes";

/** One request, in the order of arrival. */
export interface LoggedRequest {
  /** Path and query, as they came. */
  readonly url: string;
  /** When it came, in milliseconds on performance.now()'s clock. */
  readonly arrivedAt: number;
  /** The status of the answer; undefined while there is none, and for ever after a timeout. */
  status?: number;
  /** The fault that was injected. */
  readonly fault?: TransportFault;
}

/** What a path gave, in answers that were sent whole. */
export interface Served {
  readonly answers: number;
  readonly elements: number;
  /** Of the elements, how many are broken. */
  readonly broken: number;
  /** How many different coins the elements are of, broken ones too. */
  readonly distinctCoins: number;
}

class Counts implements Served {
  answers = 0;
  elements = 0;
  broken = 0;
  distinctCoins = 0;
  /** One bit a coin. */
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

/** How many requests are remembered at least: a long benchmark is not to fill the memory. */
const REMEMBERED = 100_000;

/** What a server was asked, and what it gave. */
export class RequestLog {
  /** In the order of arrival; of very many, the oldest are forgotten. */
  readonly requests: LoggedRequest[] = [];
  private readonly counts = new Map<Endpoint, Counts>();

  /** @param indexes how many coins there can be. */
  constructor(private readonly indexes: number) {}

  /** Notes a request that just came. */
  note(request: LoggedRequest): void {
    this.requests.push(request);
    if (this.requests.length > 2 * REMEMBERED) this.requests.splice(0, REMEMBERED);
  }

  /** What a path gave so far. */
  served(endpoint: Endpoint): Served {
    const none = { answers: 0, elements: 0, broken: 0, distinctCoins: 0 };
    const { answers, elements, broken, distinctCoins } = this.counts.get(endpoint) ?? none;
    return { answers, elements, broken, distinctCoins };
  }

  /** Counts an answer that was sent whole. */
  count(endpoint: Endpoint, answer: Answer): void {
    const counts = this.counts.get(endpoint) ?? new Counts(this.indexes);
    this.counts.set(endpoint, counts);
    counts.add(answer);
  }
}
