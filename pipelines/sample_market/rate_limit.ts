const WINDOW = 60_000;

/** Lets at most so many requests through in any 60 seconds. */
export class RateLimit {
  /** When the requests of the last minute were let through, the oldest first. */
  private accepted: number[] = [];

  constructor(private readonly requestsPerMinute: number) {}

  /**
   * @param now milliseconds on a clock that never goes back.
   * @returns 0 when the request may pass, else after how many milliseconds one may.
   */
  admit(now: number): number {
    this.accepted = this.accepted.filter((at) => at > now - WINDOW);
    const [oldest] = this.accepted;
    if (oldest !== undefined && this.accepted.length >= this.requestsPerMinute) {
      return oldest + WINDOW - now;
    }
    this.accepted.push(now);
    return 0;
  }
}
